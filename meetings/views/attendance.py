"""Who was there: the list with one button per answer, what else is known of a person, and guests."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.access import require
from core.http import ask, errors_of, get_visible_or_404, page, refreshed, way_back
from core.locking import Stale
from meetings import ports
from meetings.access import meetings
from meetings.actions import attendance as attendance_actions
from meetings.actions import running
from meetings.forms.attendance import AttendanceForm, GuestForm, MarkForm, NewGuestForm, TimesForm
from meetings.models import Attendance, Meeting
from meetings.presenters.attendance import attendance_list
from meetings.views.saving import save
from members.models import Person


def meeting_to_record(request, pk):
    meeting = get_visible_or_404(ports.with_record(Meeting.objects.all()), request.user, pk=pk)
    require(meetings.can_record_attendance(request.user, meeting))
    return meeting


def list_url(meeting):
    return reverse("meetings:attendance", args=[meeting.pk])


@require_GET
def attendance(request, pk):
    meeting = meeting_to_record(request, pk)
    return page(request, "meetings/attendance.html", list_of(meeting, request.user))


def list_of(meeting, user, **more):
    """What the list of everybody needs, here and on the page of whoever takes the minutes."""
    return {
        "meeting": meeting,
        "attendance": attendance_list(meeting, user),
        "guest_form": NewGuestForm(),
        "back": list_url(meeting),
        **more,
    }


@require_POST
def mark(request, pk, person):
    """One button of one person. For htmx the answer is that person's row, and the counts beside it."""
    meeting = meeting_to_record(request, pk)
    found = get_visible_or_404(Person, request.user, pk=person)
    form = MarkForm({**request.GET.dict(), **request.POST.dict()})
    if not form.is_valid():
        context = list_of(meeting, request.user, problem=_("Bitte wählen Sie eine der Angaben."))
        return page(request, "meetings/attendance.html", context, status=422)
    try:
        row = attendance_actions.mark(meeting=meeting, person=found, by=request.user, **form.cleaned_data)
    except Stale:
        words = _("Jemand anderes hat zu %(name)s inzwischen etwas vermerkt. Bitte sehen Sie nach.")
        return _answer(request, meeting, found, words % {"name": found.name}, status=409)
    words = _("%(name)s: %(presence)s") % {"name": found.name, "presence": row.get_presence_display()}
    return _answer(request, meeting, found, words)


def _answer(request, meeting, person, words, status=200):
    back = way_back(request, list_url(meeting))
    if not request.htmx:
        if status == 409:
            context = list_of(meeting, request.user, problem=words)
            return page(request, "meetings/attendance.html", context, status=status)
        return refreshed(request, f"{back}#person-{person.pk}", words)
    attendance = attendance_list(meeting, request.user)
    context = {
        "meeting": meeting,
        "attendance": attendance,
        "attendee": attendance.attendee_of(person.pk),
        "back": back,
    }
    if status == 409:
        context |= {"problem": words, "announce": words}
        return page(request, "meetings/attendance/changed.html", context, status=status)
    counted = _("%(words)s. %(present)s von %(expected)s anwesend") % {
        "words": words, "present": attendance.present, "expected": attendance.expected,
    }  # fmt: skip
    return refreshed(request, meeting, counted, "meetings/attendance/changed.html", context)


@require_http_methods(["GET", "POST"])
def attendee(request, pk, person):
    """Came late, left early, was represented, the reason."""
    meeting = meeting_to_record(request, pk)
    found = get_visible_or_404(Person, request.user, pk=person)
    attendee = attendance_list(meeting, request.user).attendee_of(found.pk)
    if attendee is None:
        raise Http404
    row = attendee.row or Attendance(meeting=meeting, person=found, version=0)
    if attendee.row is None and attendee.invitation:
        # With the deputy whom the person named when answering the invitation.
        row.deputy = attendee.invitation.deputy
        row.deputy_name = attendee.invitation.deputy_name
    back = way_back(request, list_url(meeting))
    return save(
        request, lambda data, current: AttendanceForm(data, row=current), row,
        lambda data: attendance_actions.record_attendance(
            meeting=meeting, person=found, **data, by=request.user
        ),
        template="meetings/attendee.html",
        context={"meeting": meeting, "person": found, "attendee": attendee, "back": back},
        target=lambda _row: f"{back}#person-{found.pk}",
        done=_("Die Teilnahme ist vermerkt."),
    )  # fmt: skip


@require_POST
def add_guest(request, pk):
    meeting = meeting_to_record(request, pk)
    form = NewGuestForm(request.POST)
    if form.is_valid():
        with errors_of(form):
            guest = attendance_actions.add_guest(meeting=meeting, **form.cleaned_data, by=request.user)
            back = way_back(request, list_url(meeting))
            return refreshed(request, f"{back}#gaeste", _("%(name)s ist vermerkt.") % {"name": guest.name})
    context = list_of(meeting, request.user, guest_form=form)
    return page(request, "meetings/attendance.html", context, status=422)


def guest_to_record(request, pk, guest):
    meeting = meeting_to_record(request, pk)
    rows = meeting.attendances.filter(person__isnull=True).select_related("meeting")
    return get_visible_or_404(rows, request.user, pk=guest)


@require_http_methods(["GET", "POST"])
def guest(request, pk, guest):
    found = guest_to_record(request, pk, guest)
    back = way_back(request, list_url(found.meeting))
    return save(
        request, lambda data, current: GuestForm(data, row=current), found,
        lambda data: attendance_actions.edit_guest(guest=found, **data, by=request.user),
        template="meetings/guest.html",
        context={"meeting": found.meeting, "guest": found, "back": back},
        target=lambda _row: f"{back}#gaeste",
        done=_("Der Gast ist gespeichert."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def remove_guest(request, pk, guest):
    found = guest_to_record(request, pk, guest)
    if request.method == "GET":
        question = _("%(name)s aus der Teilnahme streichen?") % {"name": found.name}
        back = f"{way_back(request, list_url(found.meeting))}#gaeste"
        return ask(request, question, verb=_("Streichen"), back=back)
    meeting = attendance_actions.remove_guest(guest=found, by=request.user)
    back = way_back(request, list_url(meeting))
    return refreshed(request, f"{back}#gaeste", _("%(name)s ist gestrichen.") % {"name": found.name})


@require_http_methods(["GET", "POST"])
def times(request, pk):
    """Begin, end and place as they really were."""
    meeting = get_visible_or_404(ports.with_record(Meeting.objects.all()), request.user, pk=pk)
    require(meetings.can_correct_times(request.user, meeting))
    back = way_back(request, meeting.get_absolute_url())
    return save(
        request, lambda data, current: TimesForm(data, meeting=current), meeting,
        lambda data: running.correct_times(meeting=meeting, **data, by=request.user),
        template="meetings/times.html",
        context={"meeting": meeting, "back": back},
        target=lambda _meeting: back,
        done=_("Zeiten und Ort sind gespeichert."),
    )  # fmt: skip
