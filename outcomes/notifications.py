"""Who hears of tasks and decisions."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.composing import absolute
from activity.delayed import Update
from activity.notifications import Notification
from core.dates import day
from core.safe_html import phrase
from outcomes.models import ActionItem, Decision
from outcomes.selectors.done import DoneLink, token_for
from outcomes.selectors.people import holders_of


class AboutTask(Notification):
    """Beside the button to the task there is a personal one that leads to »erledigt« without signing in."""

    group = _("Aufgaben")
    why = _("Sie erhalten diese Nachricht, weil die Aufgabe Ihnen oder Ihrer Organisation zugeordnet ist.")
    button = _("Aufgabe ansehen")
    template = "outcomes/task"

    def load(self, recipient):
        rows = ActionItem.objects.visible_to(recipient).open().with_due()
        related = ("meeting", "agenda_item", "assignee", "assignee_organisation")
        return rows.select_related(*related).filter(pk=self.target_id).first()

    def quote(self):
        return self.target.wording

    def facts(self):
        task = self.target
        facts = [(_now("Wer"), task.holder), (_now("Bis wann"), task.due_words)]
        return [*((term, fact) for term, fact in facts if fact), (_now("Woher"), str(task.agenda_item))]

    def context(self, recipient):
        if not DoneLink(self.target, recipient, self.target.link_version).is_good:
            return {"done_url": ""}
        token = token_for(self.target, recipient)
        return {"done_url": absolute(reverse("outcomes:done_from_mail", args=[token]))}


class TaskUpdate(Update, AboutTask):
    """Whose task it is: it came to them, or went to somebody else after they were notified of it."""

    waits = dt.timedelta()

    def decide(self, recipient):
        task = self.load(recipient)
        if task is None:
            return None  # done, or a draft again: what they know of it stays
        now = {"is_theirs": holders_of(task).filter(pk=recipient.pk).exists()}
        if now["is_theirs"] == self.before.get("is_theirs", False):
            return None
        return self.becomes(TaskAssigned if now["is_theirs"] else TaskTakenOff, target=task, now=now)


class TaskAssigned(TaskUpdate):
    kind = "tasks.assigned"
    label = _("Neue Aufgaben für mich oder meine Organisation")

    def subject(self):
        return phrase(_now("Neue Aufgabe: %(task)s"), task=self.target)

    def paragraphs(self):
        return [
            phrase(
                _now("Beim Treffen »%(meeting)s« wurde eine Aufgabe vereinbart:"),
                meeting=self.target.meeting.name,
            )
        ]


class TaskTakenOff(TaskUpdate):
    kind = "tasks.taken_off"
    label = _("Eine Aufgabe liegt nicht mehr bei mir oder meiner Organisation")
    why = _("Sie erhalten diese Nachricht, weil die Aufgabe Ihnen oder Ihrer Organisation zugeordnet war.")

    def subject(self):
        return phrase(_now("Nicht mehr Ihre Aufgabe: %(task)s"), task=self.target)

    def paragraphs(self):
        return [_now("Diese Aufgabe ist jetzt jemand anderem zugeordnet:")]


class DatedReminder(AboutTask):
    """Extra data: `due`, the day that it was about. Not sent when that or the holder is another by now."""

    def load(self, recipient):
        task = super().load(recipient)
        is_still_true = task is not None and task.due_day and task.due_day.isoformat() == self.data["due"]
        return task if is_still_true and holders_of(task).filter(pk=recipient.pk).exists() else None


class TaskDueSoon(DatedReminder):
    kind = "tasks.due_soon"
    label = _("Erinnerung: eine Aufgabe wird fällig")

    def subject(self):
        values = {"day": day(self.target.due_day), "task": self.target}
        return phrase(_now("Fällig am %(day)s: %(task)s"), **values)

    def paragraphs(self):
        return [_now("Diese Aufgabe ist am %(day)s fällig:") % {"day": day(self.target.due_day)}]


class TaskOverdue(DatedReminder):
    kind = "tasks.overdue"
    label = _("Erinnerung: eine Aufgabe ist überfällig")

    def subject(self):
        return phrase(_now("Überfällig: %(task)s"), task=self.target)

    def paragraphs(self):
        return [
            _now(
                "Diese Aufgabe war am %(day)s fällig. Ist sie erledigt, oder hält Sie etwas auf? "
                "Eine Bemerkung bei der Aufgabe genügt."
            )
            % {"day": day(self.target.due_day)}
        ]


class DecisionForReview(Notification):
    kind = "decisions.review"
    label = _("Erinnerung: ein Beschluss ist zu überprüfen")
    group = _("Beschlüsse")
    why = _("Sie erhalten diese Nachricht, weil Sie die Treffen der Fachgruppe organisieren.")
    button = _("Beschluss ansehen")

    def load(self, recipient):
        rows = Decision.objects.visible_to(recipient).for_review().select_related("meeting", "agenda_item")
        return rows.filter(pk=self.target_id).first()

    def subject(self):
        return _now("Beschluss %(label)s ist zu überprüfen") % {"label": self.target.label}

    def paragraphs(self):
        values = {"label": self.target.label, "day": day(self.target.review_on)}
        return [_now("Für den Beschluss %(label)s war die Überprüfung am %(day)s vorgesehen:") % values]

    def quote(self):
        return self.target.wording

    def facts(self):
        decision = self.target
        return [
            (_now("Ergebnis"), decision.result_line),
            (_now("Treffen"), decision.meeting.name),
            (_now("Woher"), str(decision.agenda_item)),
        ]
