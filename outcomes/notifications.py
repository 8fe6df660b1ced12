"""Who hears of tasks."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.dates import day
from outcomes.models import ActionItem


class TaskAssigned(Notification):
    kind = "tasks.assigned"
    label = _("Neue Aufgaben für mich oder meine Organisation")
    group = _("Aufgaben")
    why = _("Sie erhalten diese Nachricht, weil die Aufgabe Ihnen oder Ihrer Organisation zugeordnet ist.")
    button = _("Aufgabe ansehen")

    def load(self, recipient):
        rows = ActionItem.objects.visible_to(recipient).open()
        related = ("meeting", "agenda_item", "assignee", "assignee_organisation")
        return rows.select_related(*related).filter(pk=self.target_id).first()

    def subject(self):
        return _now("Neue Aufgabe: %(task)s") % {"task": self.target}

    def paragraphs(self):
        return [
            _now("Beim Treffen »%(meeting)s« wurde eine Aufgabe vereinbart:")
            % {"meeting": self.target.meeting.name}
        ]

    def quote(self):
        return self.target.wording

    def facts(self):
        task = self.target
        who = ", ".join(str(name) for name in (task.assignee, task.assignee_organisation) if name)
        facts = [(_now("Wer"), who)]
        if task.due_on:
            facts.append((_now("Bis wann"), day(task.due_on)))
        return [*facts, (_now("Woher"), str(task.agenda_item))]
