"""What lies behind »nichtöffentlich« in tests/world.py: it changes, and nobody outside may notice."""

import datetime as dt

from core.dates import local
from members import audience
from tests.factories.rows import ActionItemFactory, AgendaItemFactory, CommentFactory, DecisionFactory
from tests.world_attachments import paper

RELEASED = local(dt.date(2025, 6, 20), dt.time(14))


def fill_the_gaps(world, readers):
    copy, cast = world.members, world.cast

    def say(what):
        return world.word(f"Lücke-{what}", readers)

    world.words.pop("Mitglied-Vorlücke")  # its only place is about to be overwritten
    for item in (copy.hidden_item, copy.next_hidden_item):
        item.title, item.duration = say(f"Titel-{item.pk}"), 95
        item.description = item.description_html = say(f"Beschreibung-{item.pk}")
        item.presenter_name, item.topic = say(f"Gast-{item.pk}"), world.restricted.topic
        item.presenter_organisation = cast.organisations["enterprise"]
        item.save()
        below = say(f"Unterpunkt-{item.pk}")
        AgendaItemFactory(
            meeting=item.meeting, parent=item, position=9, number="2.1", title=below, duration=25
        )
    # A TOP that everybody may see can belong to a topic that they may not.
    copy.last_item.topic = world.restricted.topic
    copy.last_item.save(update_fields=["topic"])
    DecisionFactory(agenda_item=copy.last_item, number=90, released_at=RELEASED, audience=audience.UTILITY,
                    wording=say("Nebenbeschluss"))  # fmt: skip
    paper(copy.upcoming, say("Lückenanlage"), say("Lückenanlagetext"), item=copy.next_hidden_item)
    section, outsider = copy.hidden_section, cast.member_city.person
    section.body_html = f"<p>{say('Abschnitt')}</p>"
    section.save(update_fields=["body_html"])
    CommentFactory(section=section, author=cast.member_utility.person, body=say("Kommentar"))
    DecisionFactory(agenda_item=copy.hidden_item, number=91, released_at=RELEASED, wording=say("Beschluss"))
    ActionItemFactory(
        agenda_item=copy.hidden_item, released_at=RELEASED, wording=say("Aufgabe"), assignee=outsider,
        assignee_organisation=cast.organisations["city"],
    )  # fmt: skip
