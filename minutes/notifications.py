"""Who hears of minutes and of what is said about them."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from activity.notifications import Notification
from core.dates import day, day_long
from core.markdown import plain
from meetings.enums import State as MeetingState
from meetings.models import Meeting
from members.viewers import viewer_for
from minutes.enums import Approval, State
from minutes.models import Minutes, Seal, SecondLook, SectionComment, Suggestion
from minutes.queries.follow_up import follow_up_of

QUOTE_LENGTH = 600


class NewMinutes(Notification):
    """Minutes go round. Extra data: `message`, the words of whoever started it."""

    kind = "minutes.circulated"
    label = _("Neue Protokolle")
    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll lesen dürfen.")
    button = _("Protokoll lesen")

    def load(self, recipient):
        rows = Minutes.objects.visible_to(recipient).exclude(state=State.DRAFT).select_related("meeting")
        return rows.filter(pk=self.target_id).first()

    def subject(self):
        return _now("Neues Protokoll: %(meeting)s") % {"meeting": self.target.meeting.name}

    def paragraphs(self):
        until = self.target.objections_until
        said = [_now("Das Protokoll ist im Umlauf. Bitte lesen und kommentieren Sie es.")]
        if until:
            said = [_now("Das Protokoll ist bis zum %(day)s im Umlauf. Bitte lesen und kommentieren Sie es.")
                    % {"day": day_long(until)}]  # fmt: skip
        return said

    def quote(self):
        return self.data.get("message", "")

    def facts(self):
        meeting = self.target.meeting
        facts = [(_now("Treffen"), meeting.name)]
        return [*facts, (_now("Datum"), day(meeting.starts_at))] if meeting.starts_at else facts


class AboutSeal(Notification):
    """The mail carries the seal: whoever keeps it can prove later which text was sealed. Data: `seal`."""

    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie dieses Protokoll lesen dürfen.")
    button = _("Protokoll lesen")

    def load(self, recipient):
        rows = Minutes.objects.visible_to(recipient).select_related("meeting", "approval_decision")
        self.stamp = Seal.objects.filter(position=self.data["seal"], minutes=self.target_id).first()
        return rows.filter(pk=self.target_id).first() if self.stamp else None

    def facts(self):
        meeting = self.target.meeting
        facts = [(_now("Treffen"), meeting.name)]
        if meeting.starts_at:
            facts.append((_now("Datum"), day(meeting.starts_at)))
        return [
            *facts,
            (_now("Siegel"), f"{self.stamp.position}"),
            (_now("Prüfsumme (SHA-256)"), self.stamp.digest),
        ]


class MinutesApproved(AboutSeal):
    kind = "minutes.approved"
    label = _("Genehmigte Protokolle")

    def subject(self):
        return _now("Genehmigt: Protokoll %(meeting)s") % {"meeting": self.target.meeting.name}

    def paragraphs(self):
        how = _now("Das Protokoll ist genehmigt und gesiegelt. Sein Text steht damit fest.")
        if self.target.approval == Approval.SILENT:
            how = _now(
                "Der Umlauf ist ohne offene Einwendung zu Ende gegangen. Damit gilt das Protokoll als "
                "genehmigt; es ist gesiegelt, und sein Text steht fest."
            )
        return [
            how,
            _now(
                "Heben Sie diese Nachricht auf: Mit der Prüfsumme lässt sich der Text jederzeit nachprüfen."
            ),
        ]


class MinutesCorrected(AboutSeal):
    kind = "minutes.corrected"
    label = _("Berichtigte Protokolle")

    def subject(self):
        return _now("Berichtigt: Protokoll %(meeting)s") % {"meeting": self.target.meeting.name}

    def paragraphs(self):
        return [
            _now(
                "Das genehmigte Protokoll ist berichtigt und neu gesiegelt. Die frühere Fassung bleibt "
                "lesbar."
            ),
            _now("Grund der Berichtigung:"),
        ]

    def quote(self):
        return self.stamp.reason


class AboutSecondLook(Notification):
    group = _("Protokolle")

    def load(self, recipient):
        rows = SecondLook.objects.visible_to(recipient)
        related = ("minutes__meeting", "asked_by__person")
        return rows.select_related(*related).filter(pk=self.target_id).first()

    def facts(self):
        return [(_now("Protokoll"), self.target.minutes.meeting.name)]


class SecondLookAsked(AboutSecondLook):
    kind = "minutes.second_look"
    label = _("Bitte um Bestätigung")
    why = _("Sie erhalten diese Nachricht, weil Sie als zweite Person bestätigen können.")
    button = _("Ansehen und bestätigen")
    once = True

    def load(self, recipient):
        found = super().load(recipient)
        return found if found and not (found.confirmed_at or found.withdrawn_at) else None

    def subject(self):
        return _now("Bitte bestätigen: Protokoll %(meeting)s") % {"meeting": self.target.minutes.meeting.name}

    def paragraphs(self):
        values = {"name": self.target.asked_by or _now("Ein früheres Konto"), "verb": self.target}
        return [
            _now("%(name)s hat an diesem Protokoll geschrieben und bittet Sie, es zu bestätigen: %(verb)s.")
            % values,
            _now("Allein darf das niemand tun, der das Protokoll geschrieben hat."),
        ]


class SecondLookTakenBack(AboutSecondLook):
    kind = "minutes.second_look_taken_back"
    label = _("Antworten auf meine Bitten um Bestätigung")
    why = _("Sie erhalten diese Nachricht, weil Sie um eine Bestätigung gebeten haben.")
    button = _("Protokoll ansehen")
    once = True

    def subject(self):
        return _now("Nicht bestätigt: Protokoll %(meeting)s") % {"meeting": self.target.minutes.meeting.name}

    def paragraphs(self):
        return [_now("Ihre Bitte ist nicht bestätigt worden: %(verb)s.") % {"verb": self.target}]

    def url(self):
        return self.target.minutes.get_absolute_url()


class AboutComment(Notification):
    """Loaded with the eyes of the recipient; withdrawn words are not sent any more."""

    group = _("Protokolle")

    def load(self, recipient):
        rows = SectionComment.objects.visible_to(recipient).filter(withdrawn_at__isnull=True)
        related = ("author", "section__agenda_item", "section__minutes__meeting")
        return rows.select_related(*related).filter(pk=self.target_id).first()

    def quote(self):
        return plain(self.target.body, QUOTE_LENGTH)

    def facts(self):
        section = self.target.section
        return [(_now("Protokoll"), section.minutes.meeting.name), (_now("Abschnitt"), str(section))]

    def thread(self):
        return f"comment.{self.target.parent_id or self.target.pk}"


class CommentAnswered(AboutComment):
    kind = "comment.answered"
    label = _("Antworten auf meine Kommentare")
    why = _("Sie erhalten diese Nachricht, weil Sie in diesem Gespräch geschrieben haben.")
    button = _("Antwort lesen")
    once = True

    def subject(self):
        return _now("Antwort zu %(section)s") % {"section": self.target.section}

    def paragraphs(self):
        return [
            _now("%(name)s hat in einem Gespräch geantwortet, an dem Sie beteiligt sind:")
            % {"name": self.target.author.name}
        ]


class Mentioned(AboutComment):
    kind = "comment.mentioned"
    label = _("Erwähnungen")
    why = _("Sie erhalten diese Nachricht, weil Sie in einem Kommentar erwähnt wurden.")
    button = _("Kommentar lesen")
    once = True

    def subject(self):
        return _now("%(name)s hat Sie erwähnt") % {"name": self.target.author.name}

    def paragraphs(self):
        return [_now("%(name)s hat Sie in einem Kommentar erwähnt:") % {"name": self.target.author.name}]


class FollowUpReady(Notification):
    """Before a meeting: how much is open, as far as the recipient sees it. Where nothing is, no mail goes."""

    kind = "minutes.follow_up"
    label = _("Vor einem Treffen: was wurde aus …?")
    group = _("Treffen")
    why = _("Sie erhalten diese Nachricht, weil Sie als Mitglied dieses Treffen sehen dürfen.")
    button = _("Was wurde aus …?")

    def load(self, recipient):
        rows = Meeting.objects.fully_visible_to(recipient).filter(
            state__in=(MeetingState.SCHEDULED, MeetingState.INVITED)
        )
        meeting = rows.filter(pk=self.target_id).first()
        if meeting is None or meeting.is_over or not viewer_for(recipient).is_member:
            return None
        self.found = follow_up_of(meeting, recipient)
        return meeting if self.found else None

    def subject(self):
        values = {"meeting": self.target.name, "day": day(self.target.starts_at)}
        return _now("Vor dem Treffen am %(day)s: was wurde aus …?") % values

    def paragraphs(self):
        values = {"meeting": self.target.name, "day": day_long(self.target.starts_at)}
        return [
            _now("Am %(day)s ist »%(meeting)s«. Das ist aus früheren Treffen noch offen:") % values,
        ]

    def facts(self):
        return self.found.counts

    def url(self):
        return reverse("minutes:follow_up", args=[self.target.pk])


class SuggestionsAccepted(Notification):
    """To whoever suggested something that is now in the text. Extra data: `revision`, its number."""

    kind = "suggestion.accepted"
    label = _("Übernommene Änderungsvorschläge")
    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie eine Änderung vorgeschlagen haben.")
    button = _("Protokoll lesen")
    once = True

    def load(self, recipient):
        """Only what the recipient suggested, and only where they still may read it."""
        rows = Suggestion.objects.visible_to(recipient).filter(
            comment__author=recipient.person_id,
            comment__section__minutes=self.target_id,
            applied_revision=self.data["revision"],
        )
        self.texts = list(rows.order_by("pk").values_list("replacement", flat=True))
        minutes = Minutes.objects.visible_to(recipient).select_related("meeting").filter(pk=self.target_id)
        return minutes.first() if self.texts else None

    def subject(self):
        return _now("Vorschlag übernommen: %(meeting)s") % {"meeting": self.target.meeting.name}

    def paragraphs(self):
        one = _now("Ihr Änderungsvorschlag steht jetzt im Protokoll (Fassung %(number)s).")
        several = _now("Ihre Änderungsvorschläge stehen jetzt im Protokoll (Fassung %(number)s).")
        return [(one if len(self.texts) == 1 else several) % {"number": self.data["revision"]}]

    def quote(self):
        return "\n\n".join(plain(text, QUOTE_LENGTH) for text in self.texts if text)

    def facts(self):
        return [(_now("Treffen"), self.target.meeting.name)]


class SuggestionDeclined(Notification):
    kind = "suggestion.declined"
    label = _("Abgelehnte Änderungsvorschläge")
    group = _("Protokolle")
    why = _("Sie erhalten diese Nachricht, weil Sie eine Änderung vorgeschlagen haben.")
    button = _("Vorschlag ansehen")
    once = True

    def load(self, recipient):
        rows = Suggestion.objects.visible_to(recipient).select_related(
            "comment__section__agenda_item", "comment__section__minutes__meeting"
        )
        return rows.filter(pk=self.target_id, comment__withdrawn_at__isnull=True).first()

    def subject(self):
        return _now("Vorschlag abgelehnt: %(section)s") % {"section": self.target.comment.section}

    def paragraphs(self):
        return [_now("Ihr Änderungsvorschlag wird nicht übernommen. Der Grund:")]

    def quote(self):
        return self.target.reason

    def facts(self):
        section = self.target.comment.section
        facts = [(_now("Protokoll"), section.minutes.meeting.name), (_now("Abschnitt"), str(section))]
        return [*facts, (_now("Ihr Vorschlag"), plain(self.target.replacement, 200))]
