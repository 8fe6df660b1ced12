"""List and page of a meeting, and what organisers do with it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from activity.changes import change_token
from activity.presenters import delivery_of
from core.access import require
from core.dates import today
from core.http import found_or_404, get_visible_or_404, not_modified, page, public
from meetings import ports
from meetings.access import meetings as meeting_access
from meetings.actions import meetings as meeting_actions
from meetings.forms.meetings import (
    CancelForm,
    FilterForm,
    MeetingForm,
    MinuteTakerForm,
    MoveForm,
    ScheduleForm,
    VersionForm,
)
from meetings.models import Meeting
from meetings.presenters import meetings as meeting_presenters
from meetings.presenters.listing import listing
from meetings.presenters.next_step import next_step
from meetings.presenters.toolbar import bar_of
from meetings.views.saving import save
from meetings.views.series import offer
from members.enums import Kind
from members.viewers import viewer_for


@public
@require_GET
def meetings(request):
    token = change_token()
    unchanged = not_modified(request, ports.version_of(token))
    if unchanged:
        return unchanged
    form = FilterForm(request.GET)
    wanted = form.wanted()
    shown, filters = listing(request.user, wanted, form.page, token)
    context = {
        "listing": shown,
        "filters": filters,
        "is_filtered": bool(wanted),
        "can_create": meeting_access.can_create(request.user),
    }
    return page(request, "meetings/list.html", context)


@public
@require_GET
def detail(request, pk):
    """What is kept answers first: who sees the meeting, and whether their copy is still right."""
    token = ports.reader_token(request.user)
    detail = found_or_404(meeting_presenters.meeting_detail(request.user, pk, token.plain))
    meeting = detail.meeting
    mails = delivery_of(meeting) if meeting_access.can_create(request.user) else None
    # Of a file that is gone from the disk no event tells.
    missing = mails and [row.pk for row in detail.attachments.all if row.is_missing]
    unchanged = not_modified(request, token.own, ports.version_of(token.plain), pk, mails, missing)
    if unchanged:
        return unchanged
    if other := view_as(request, pk, token.plain):
        context = {"meeting": meeting, "detail": other.detail, "view_as": other}
        return page(request, "meetings/detail.html", context)
    coming = ports.coming(meeting, request.user) if detail.takes_answers else None
    step = next_step(request.user, meeting)
    if step is not None and step.is_on_page:  # the page asks for it in a place of its own
        step = None
    context = {
        "step": step,
        "mails": mails,
        "coming": coming,
        "can_reply": coming is not None and ports.takes_replies(meeting),
        "meeting": meeting,
        "detail": detail,
        "bar": bar_of(request.user, meeting, bool(detail.agenda), step),
        "can_view_as": meeting_access.can_view_as(request.user),
        "can_build": meeting_access.can_build_agenda(request.user, meeting),
    }
    return page(request, "meetings/detail.html", context)


READERS = {
    "oeffentlich": (gettext_lazy("die Öffentlichkeit"), None),
    "stadtverwaltung": (gettext_lazy("ein Mitglied der Stadtverwaltung"), Kind.CITY),
    "eigenbetriebe": (gettext_lazy("ein Mitglied der Eigenbetriebe"), Kind.ENTERPRISE),
    "stadtwerke": (gettext_lazy("ein Mitglied der Stadtwerke"), Kind.UTILITY),
}


@dataclass
class ViewAs:
    """»Ansicht als«: an organiser sees the page as the public or a plain member of a pillar sees it."""

    key: str
    label: Any
    detail: meeting_presenters.MeetingDetail | None  # None: for these eyes the meeting does not exist


def view_as(request, pk, change_token) -> ViewAs | None:
    """The other eyes that the address asks for; the page is then made with their rights from the start."""
    key = request.GET.get("ansicht")
    if key is None:
        return None
    require(meeting_access.can_view_as(request.user))
    if key not in READERS:
        raise Http404
    label, pillar = READERS[key]
    own = viewer_for(request.user)
    viewer = own.as_pillar(pillar) if pillar else own.as_public()
    return ViewAs(key, label, meeting_presenters.meeting_detail(viewer, pk, change_token))


@require_http_methods(["GET", "POST"])
def create(request):
    require(meeting_access.can_create(request.user))
    return save(
        request, lambda data, _none: MeetingForm(data), None,
        lambda data: meeting_actions.create(**data, by=request.user),
        template="meetings/form.html",
        context={"cancel_url": reverse("meetings:list"), **offer(request.user)},
        done=_("Das Treffen ist angelegt. Solange es ein Entwurf ist, erfährt niemand davon."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(meeting_access.can_edit(request.user, meeting))
    return save(
        request, lambda data, current: MeetingForm(data, meeting=current), meeting,
        lambda data: meeting_actions.edit(meeting=meeting, **data, by=request.user),
        template="meetings/form.html",
        context={"meeting": meeting, "cancel_url": meeting.get_absolute_url()},
        done=_("Die Änderungen sind gespeichert."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def minute_taker(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(meeting_access.can_edit(request.user, meeting))
    return save(
        request, lambda data, current: MinuteTakerForm(data, meeting=current), meeting,
        lambda data: meeting_actions.edit(meeting=meeting, **data, by=request.user),
        template="meetings/minute_taker.html",
        context={"meeting": meeting},
        done=lambda saved: _("Das Protokoll schreibt %(name)s.") % {"name": saved.minute_taker.name},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def schedule(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(meeting_access.can_schedule(request.user, meeting))
    return save(
        request, lambda data, current: ScheduleForm(data, meeting=current), meeting,
        lambda data: meeting_actions.schedule(meeting=meeting, **data, by=request.user),
        template="meetings/schedule.html",
        context={"meeting": meeting, "can_ask": ports.can_ask_for_date(request.user, meeting)},
        target=lambda scheduled: _after_dating(request, scheduled),
        done=lambda meeting: _and_who_hears(_("Der Termin steht."), meeting, request),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def move(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(meeting_access.can_move(request.user, meeting))
    return save(
        request, lambda data, current: MoveForm(data, meeting=current), meeting,
        lambda data: meeting_actions.move(meeting=meeting, **data, by=request.user),
        template="meetings/schedule.html",
        context={"meeting": meeting, "is_move": True},
        target=lambda moved: _after_dating(request, moved),
        done=lambda meeting: _and_who_hears(_("Die Änderungen sind gespeichert."), meeting, request),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(meeting_access.can_cancel(request.user, meeting))
    return save(
        request, lambda data, current: CancelForm(data, initial={"version": current.version}), meeting,
        lambda data: meeting_actions.cancel(meeting=meeting, **data, by=request.user),
        template="meetings/cancel.html",
        context={"meeting": meeting},
        done=lambda meeting: _and_who_hears(_("Das Treffen ist abgesagt."), meeting, request),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def hold(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(meeting_access.can_hold(request.user, meeting))
    return save(
        request, lambda data, current: VersionForm(data, initial={"version": current.version}), meeting,
        lambda data: meeting_actions.hold(meeting=meeting, **data, by=request.user),
        template="meetings/hold.html",
        context={"meeting": meeting},
        done=_("Das Treffen ist als durchgeführt vermerkt."),
    )  # fmt: skip


@require_GET
def date_note(request):
    """What there is to say about a chosen day, while the form is being filled in."""
    require(meeting_access.can_create(request.user))
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        day = None
    return render(request, "meetings/date_note.html", {"is_past": day is not None and day < today()})


def _and_who_hears(words, meeting, request):
    return f"{words} {ports.who_is_notified(meeting, request.user)}"


def _after_dating(request, meeting):
    """A past date is right when a group records what it held; it only should not happen unnoticed."""
    if meeting.is_over:
        messages.warning(
            request,
            _(
                "Der Termin liegt in der Vergangenheit. Es wurde niemand benachrichtigt. "
                "Sie können das Treffen jetzt als durchgeführt vermerken."
            ),
        )
    return meeting
