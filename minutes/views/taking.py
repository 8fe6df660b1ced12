"""In the meeting: one page with the clock, the text of the TOP that runs, and who is there."""

from functools import cache

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import require
from core.http import get_visible_or_404, page, refreshed, way_back
from core.locking import Stale
from core.numbers import number_in
from meetings.access import meetings
from meetings.actions import running
from meetings.enums import State
from meetings.models import Meeting
from meetings.views.attendance import list_of
from minutes.access import writing as writing_access
from minutes.actions import writing
from minutes.forms.writing import SectionForm
from minutes.models import Minutes
from minutes.presenters.checklist import checklist_of
from minutes.presenters.room import room_of
from minutes.presenters.writing import draft_of, missing_items, with_agenda
from minutes.selectors.holders import holders
from minutes.views.writing import FORM_ID, saved


def _meeting(request, pk):
    meeting = get_visible_or_404(Meeting.objects.select_related("minutes", "report"), request.user, pk=pk)
    require(meetings.can_enter_live_meeting(request.user, meeting))
    return meeting


def room_url(meeting):
    return reverse("minutes:room", args=[meeting.pk])


@require_http_methods(["GET", "POST"])
def room(request, pk):
    """Posting saves the text in hand; with scripts it saves itself."""
    meeting = _meeting(request, pk)
    if request.method == "POST":
        form = _posted_text(request)
        if saved(form, request.user):
            return refreshed(request, room_url(meeting), _("Der Text ist gespeichert."))
        return page(request, "minutes/room.html", _room(request, meeting, form), status=409)
    return page(request, "minutes/room.html", _room(request, meeting))


@require_safe
def room_state(request, pk):
    """What another screen asks now and then: nothing, until somebody has gone on."""
    meeting = _meeting(request, pk)
    here = room_of(meeting, request.user)
    if request.GET.get("gesehen") == seen_of(meeting, here):
        return HttpResponse(status=204)
    return page(request, "minutes/room/state.html", {"meeting": meeting, "room": here})


def seen_of(meeting, room) -> str:
    """What runs on a screen that shows this."""
    return f"{meeting.state}-{room.span}"


def _posted_text(request):
    section = get_visible_or_404(with_agenda(), request.user, pk=number_in(request.POST.get("section")))
    require(writing_access.can_write(request.user, section.minutes))
    return SectionForm(request.POST, section=section, form_id=FORM_ID)


def _room(request, meeting, form=None, problem=""):
    """Everything on the page. `form` is a text that could not be saved and comes back."""
    user, minutes = request.user, getattr(meeting, "minutes", None)
    here = room_of(meeting, user)
    context = list_of(meeting, user, back=room_url(meeting)) | {
        "room": here,
        "seen": seen_of(meeting, here),
        "minutes": minutes,
        "form_id": FORM_ID,
        "clock_problem": problem,
        "begin": meetings.can_begin(user, meeting),
        "is_running": bool(meetings.can_steer(user, meeting)),
        "can_take_back": bool(meetings.can_take_back(user, meeting)) and len(here.called) < 2,
        "can_take_back_end": bool(meetings.can_take_back_end(user, meeting)),
        "can_record": meetings.can_record_attendance(user, meeting),
        "can_correct": bool(meetings.can_correct_times(user, meeting)),
        "can_write": minutes is not None and bool(writing_access.can_write(user, minutes)),
    }
    top = here.last_called or here.following
    section = form.section if form else None
    if context["can_write"] and section is None:
        section = with_agenda().filter(minutes=minutes, agenda_item=top and top.pk).first()
    if context["can_write"] and section is not None:  # the text in hand
        form = form or SectionForm(section=section, form_id=FORM_ID)
        form.holders = cache(holders)
        draft = draft_of(section, user, back=room_url(meeting))
        context |= {"draft": draft, "form": form, "holders": form.holders}
    # The clock's buttons belong to the form of the text, so that they carry it along.
    return context | {"clock": FORM_ID if "draft" in context else "uhr"}


# --- the clock --------------------------------------------------------------------------------------------


@require_POST
def begin(request, pk):
    # Also makes the minutes, where there are none yet: their text is written from now on.
    meeting = _meeting(request, pk)
    running.begin(meeting=meeting, by=request.user)
    return _went_on(request, meeting)


@require_POST
def take_back(request, pk):
    meeting = _meeting(request, pk)
    running.take_back_begin(meeting=meeting, by=request.user)
    return refreshed(request, room_url(meeting), _("Der Beginn ist zurückgenommen."))


@require_POST
def go_to(request, pk):
    meeting = _meeting(request, pk)
    item = meeting.agenda_items.kept().filter(pk=number_in(request.POST.get("item"))).first()
    if item is None:  # somebody took it off the agenda
        return _outdated(request, meeting)
    return _turned(request, meeting, running.go_to, item=item)


@require_POST
def pause(request, pk):
    return _turned(request, _meeting(request, pk), running.pause)


@require_POST
def resume(request, pk):
    return _turned(request, _meeting(request, pk), running.resume)


def _turned(request, meeting, action, **what):
    # Without scripts the text in hand comes along: first it is saved, then the clock goes on.
    form = _posted_text(request) if "section" in request.POST else None
    if form and not saved(form, request.user):
        return page(request, "minutes/room.html", _room(request, meeting, form), status=409)
    try:
        action(meeting=meeting, seen=number_in(request.POST.get("seen")), by=request.user, **what)
    except Stale:
        return _outdated(request, meeting)
    return _went_on(request, meeting)


def _outdated(request, meeting):
    words = _("Jemand anderes hat inzwischen weitergeschaltet. Sie sehen jetzt den neuen Stand.")
    return page(request, "minutes/room.html", _room(request, meeting, problem=words), status=409)


def _went_on(request, meeting):
    """The page again, with the words that are read out: »TOP 2 läuft seit 14:12«."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    if meeting.state == State.RUNNING:  # a TOP that came onto the agenda meanwhile needs its section as well
        minutes = Minutes.objects.filter(meeting=meeting).first()
        if minutes is None:
            writing.create(meeting=meeting, by=request.user)
        elif writing_access.can_write(request.user, minutes) and missing_items(minutes).exists():
            writing.add_missing_sections(minutes=minutes, by=request.user)
    return refreshed(request, room_url(meeting), room_of(meeting, request.user).status)


@require_http_methods(["GET", "POST"])
def end(request, pk):
    """Asks once, and shows what a record must have and still has not."""
    meeting = _meeting(request, pk)
    if request.method == "POST":
        running.end(meeting=meeting, by=request.user)
        return refreshed(request, room_url(meeting), _("Das Treffen ist beendet."))
    require(meetings.can_steer(request.user, meeting))
    minutes = getattr(meeting, "minutes", None)
    checks = checklist_of(meeting, minutes, request.user, is_ending=True)
    return page(request, "minutes/end.html", {"meeting": meeting, "minutes": minutes, "checks": checks})


@require_POST
def take_back_end(request, pk):
    meeting = _meeting(request, pk)
    running.take_back_end(meeting=meeting, by=request.user)
    meeting = Meeting.objects.get(pk=meeting.pk)
    return refreshed(request, room_url(meeting), room_of(meeting, request.user).status)


@require_POST
def leave_out(request, pk):
    """»entfällt«, in one click: a TOP that was not dealt with says so in the record."""
    section = get_visible_or_404(with_agenda(), request.user, pk=pk)
    writing.leave_out(section=section, by=request.user)
    words = _("%(top)s ist als entfallen vermerkt.") % {"top": section.label}
    return refreshed(request, way_back(request, reverse("minutes:write", args=[section.minutes_id])), words)


@require_POST
def take_up(request, pk):
    # A slip of the hand: it was dealt with after all.
    section = get_visible_or_404(with_agenda(), request.user, pk=pk)
    writing.take_up(section=section, by=request.user)
    words = _("%(top)s gilt wieder als behandelt.") % {"top": section.label}
    return refreshed(request, way_back(request, reverse("minutes:write", args=[section.minutes_id])), words)
