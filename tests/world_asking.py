"""Who is asked to a meeting of the world in tests/world.py, and what they answered."""

import datetime as dt

from core.dates import local
from invitations.enums import Reply, Unclear
from invitations.models import MailedReply, MeetingInvitation
from invitations.selectors.links import token_for
from meetings.enums import State as MeetingState
from tests.factories.rows import AgendaItemFactory, MeetingFactory
from tests.world_attachments import paper


def ask(copy):
    """An invited meeting: everybody inside is asked, a guest as well, and one answer is not clear."""
    copy.asked = MeetingFactory(
        title=copy.say("Einladungstreffen"), audience=copy.mask, state=MeetingState.INVITED,
        starts_at=local(dt.date(2025, 9, 24), dt.time(9 + copy.number)), minute_taker=copy.taker,
        invited_at=local(dt.date(2025, 6, 30), dt.time(9)), place_way=copy.say("Anfahrt"),
        place_room=copy.say("Raum"), invitation_message="Wir freuen uns.", sequence=1,
    )  # fmt: skip
    AgendaItemFactory(meeting=copy.asked, position=1, number="1", title=copy.say("Einladungspunkt"))
    copy.asked_file = paper(copy.asked, copy.say("Einladungsanlage"), copy.say("Einladungsanlagetext"))
    users = [copy.cast.users[persona] for persona in sorted(copy.readers) if persona in copy.cast.users]
    rows = {user: MeetingInvitation.objects.create(meeting=copy.asked, person=user.person) for user in users}
    copy.invitation = rows[copy.cast.organiser]
    copy.guest_invitation = MeetingInvitation.objects.create(
        meeting=copy.asked, guest_name=copy.say("Einladungsgast"), guest_organisation=copy.say("Gasthaus"),
        guest_email=f"gast-{copy.prefix.lower()}@example.net", reply=Reply.ACCEPTED,
        note=copy.say("Gastbemerkung", copy.writers),
    )  # fmt: skip
    copy.guest_token = token_for(copy.guest_invitation)
    copy.told_guest = MeetingInvitation.objects.create(
        meeting=copy.asked, guest_name=copy.say("Mitleser"), sees_agenda=True, reply=Reply.ACCEPTED,
        guest_email=f"mitleser-{copy.prefix.lower()}@example.net",
    )  # fmt: skip
    copy.told_token = token_for(copy.told_guest)
    copy.mailed = MailedReply.objects.create(
        message_id=f"<{copy.prefix}@example.net>", meeting=copy.asked, reply=Reply.DECLINED,
        address=f"fremd-{copy.prefix.lower()}@example.net", name=copy.say("Mailname", copy.writers),
        note=copy.say("Mailbemerkung", copy.writers), unclear=Unclear.UNKNOWN, sequence=1,
        sent_at=local(dt.date(2025, 6, 30), dt.time(12)),
    )  # fmt: skip
