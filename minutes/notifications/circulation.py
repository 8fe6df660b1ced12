"""While minutes go round: more time, a reminder, the end."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activity.composing import absolute
from activity.delayed import Update
from core.dates import day, day_long
from core.safe_html import phrase
from meetings.models import Meeting
from minutes.enums import State
from minutes.models import Minutes, Objection
from minutes.notifications.minutes import AboutMinutes
from minutes.presenters.changes import changed_parts
from minutes.selectors.rounds import circulation_state


class CirculationUpdate(AboutMinutes, Update):
    """What has become of minutes for somebody who reads them: they go round, longer, again, or not any more.

    Extra data: `message`, the words of whoever did it, and `revision`, the one that they were about.
    """

    waits = dt.timedelta()  # the period has begun: who is told late has less of it
    target: Any
    recipient: Any

    def decide(self, recipient):
        key: Any = self.target_id
        minutes: Any = Minutes.objects.select_related("meeting").filter(pk=key).first()
        now = circulation_state(minutes) if minutes else None
        if now is None:
            return None
        kind = self._kind(now, Minutes.objects.visible_to(recipient).filter(pk=key).exists())
        if kind is MinutesRecalled:
            # A draft is hidden from its readers; the mail leads to the meeting, which they have to see.
            seen = Meeting.objects.fully_visible_to(recipient).filter(pk=minutes.meeting_id)
            if not seen.exists():
                return None
            now = {**self.before, "is_draft": True, "until": None}  # what they know stays the older revision
        return self.becomes(kind, target=minutes, now=now, recipient=recipient) if kind else None

    def _kind(self, now, is_visible):
        """Minutes that are a draft again are seen by few; whoever read them hears that they need not."""
        if now["is_draft"]:
            return MinutesRecalled if self.before and not self.before["is_draft"] else None
        if not is_visible:
            return None
        if self.before.get("revision") != now["revision"] or self.before["is_draft"]:
            return NewMinutes
        return CirculationExtended if now["until"] and self.before["until"] != now["until"] else None

    def quote(self):
        # Words about an earlier revision say nothing about this one.
        is_of_now = self.data.get("revision", self.now["revision"]) == self.now["revision"]
        return self.data.get("message", "") if is_of_now else ""


class NewMinutes(CirculationUpdate):
    """Minutes go round; whoever knows an earlier revision reads what has changed since."""

    kind = "minutes.circulated"
    label = _("Neue Protokolle")

    @property
    def known(self) -> int | None:
        """The revision that they were notified of."""
        number = self.before.get("revision")
        return number if number != self.now["revision"] else None

    def subject(self):
        values = {"meeting": self.target.meeting.name, "number": self.now["revision"]}
        if self.before:
            return phrase(_now("Fassung %(number)s des Protokolls: %(meeting)s"), **values)
        return phrase(_now("Neues Protokoll: %(meeting)s"), **values)

    def paragraphs(self):
        if self.target.state == State.CIRCULATING:
            said = [
                _now("Das Protokoll ist bis zum %(day)s im Umlauf. Bitte lesen und kommentieren Sie es.")
                % {"day": day_long(self.target.objections_until)},
                _now("So lange sind auch Einwendungen möglich. Ist nichts einzuwenden, genügt am Ende des "
                     "Protokolls »Gelesen« oder »Keine Einwendungen«."),
            ]  # fmt: skip
        else:
            said = [_now("Das Protokoll war im Umlauf. Er ist beendet; lesen können Sie es weiterhin.")]
        if self.known is None:
            return said
        numbers = {"number": self.now["revision"], "known": self.known}
        # In words, with the eyes of the reader; how exactly is behind the link.
        lines = changed_parts(self.target, self.known, self.now["revision"], self.recipient)
        same = _now(
            "Das ist Fassung %(number)s. Was Sie lesen dürfen, ist so geblieben wie in Fassung %(known)s."
        )
        changed = _now("Das ist Fassung %(number)s. Geändert seit Fassung %(known)s:")
        return [*said, (changed if lines else same) % numbers, *lines]

    def facts(self):
        meeting = self.target.meeting
        facts = [(_now("Treffen"), meeting.name)]
        facts += [(_now("Datum"), day(meeting.starts_at))] if meeting.starts_at else []
        if self.known is not None:
            args = [self.target.pk, self.now["revision"], self.known]
            facts.append((_now("Änderungen"), absolute(reverse("minutes:changes", args=args))))
        return facts


class CirculationExtended(CirculationUpdate):
    """There is more time."""

    kind = "minutes.extended"
    label = _("Verlängerter Umlauf eines Protokolls")
    heading = _("Umlauf verlängert: %(meeting)s")

    def paragraphs(self):
        return [
            _now("Der Umlauf des Protokolls ist verlängert: Sie haben jetzt bis zum %(day)s Zeit.")
            % {"day": day_long(self.target.objections_until)},
            _now("Was Sie schon gesagt haben, gilt weiter."),
        ]

    def facts(self):
        end = (_now("Einwendungen bis"), day_long(self.target.objections_until))
        return [*super().facts(), end]


class MinutesRecalled(CirculationUpdate):
    """A draft again: whoever was asked to read them need not, for now."""

    kind = "minutes.recalled"
    label = _("Zurückgeholte Protokolle")
    heading = _("Zurückgeholt: Protokoll %(meeting)s")
    waits = dt.timedelta(minutes=3)  # taken back and sent round again at once, nobody needs to know
    button = _("Zum Treffen")

    def paragraphs(self):
        return [
            _now("Das Protokoll ist nicht mehr im Umlauf; es wird überarbeitet. Sie brauchen es jetzt nicht "
                 "zu lesen und hören, wenn es wieder kommt."),
        ]  # fmt: skip

    def url(self):
        return self.target.meeting.get_absolute_url()


class CirculationEnded(AboutMinutes):
    """For those who write: what remains to be done before the approval."""

    kind = "minutes.ended"
    label = _("Ende des Umlaufs von Protokollen, die ich schreibe")
    heading = _("Umlauf beendet: %(meeting)s")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll schreiben oder Treffen organisieren.")
    button = _("Zum Protokoll")

    def load(self, recipient):
        rows = Minutes.objects.visible_to(recipient).select_related("meeting")
        minutes = rows.filter(pk=self.target_id, state=State.FOR_APPROVAL).first()
        if minutes is not None:
            self.open = Objection.objects.visible_to(recipient).filter(minutes=minutes).open().count()
        return minutes

    def paragraphs(self):
        said = [_now("Der Umlauf des Protokolls ist zu Ende.")]
        if not self.open:
            return [*said, _now("Keine Einwendung ist offen.")]
        waiting = ngettext(
            "Eine Einwendung ist unbeantwortet. Sie gehört vor der Genehmigung beantwortet.",
            "%(count)s Einwendungen sind unbeantwortet. Sie gehören vor der Genehmigung beantwortet.",
            self.open,
        )
        return [*said, waiting % {"count": self.open}]

    def url(self):
        return reverse("minutes:objections", args=[self.target.pk]) if self.open else super().url()
