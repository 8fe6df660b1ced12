"""Attachments: looked after by organisers, fetched by those who may see them, never shown inside a page."""

import logging

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from core.access import require
from core.files.uploads import takes_files, was_too_large
from core.http import ask, errors_of, get_visible_or_404, not_modified, page, public, refreshed
from core.locking import Stale
from core.numbers import number_in
from core.safe_html import phrase
from meetings.access.attachments import can_attach
from meetings.actions import attachments as actions
from meetings.forms.attachments import AttachmentForm, FileForm, LinkForm, ReplaceForm
from meetings.forms.meetings import VersionForm
from meetings.models import Attachment, AttachmentVersion, Meeting
from meetings.presenters.attachments import about, places_of
from meetings.views.saving import save

log = logging.getLogger(__name__)


def meeting_to_attach_to(request, pk):
    meeting = get_visible_or_404(Meeting, request.user, pk=pk)
    require(can_attach(request.user, meeting))
    return meeting


def attachment_to_change(request, pk):
    rows = Attachment.objects.select_related("meeting", "agenda_item__parent", "current")
    attachment = get_visible_or_404(rows, request.user, pk=pk)
    if attachment.agenda_item is not None:
        attachment.agenda_item.meeting = attachment.meeting
    require(can_attach(request.user, attachment.meeting))
    return attachment


def manage_url(meeting):
    return reverse("meetings:attachments", args=[meeting.pk])


@require_GET
def attachments(request, pk):
    meeting = meeting_to_attach_to(request, pk)
    context = management(request, meeting, number_in(request.GET.get("top")))
    return page(request, "meetings/attachments.html", context)


@takes_files
@require_POST
def add_file(request, pk):
    meeting = meeting_to_attach_to(request, pk)
    form = FileForm(request.POST, request.FILES, meeting=meeting, is_too_large=was_too_large(request))
    if form.is_valid():
        with errors_of(form):
            actions.add_file(meeting=meeting, **form.cleaned_data, by=request.user)
            return refreshed(request, manage_url(meeting), _("Die Datei ist hinzugefügt."))
    context = management(request, meeting) | {"file_form": form, "failed": form}
    return page(request, "meetings/attachments.html", context, status=422)


@require_POST
def add_link(request, pk):
    meeting = meeting_to_attach_to(request, pk)
    form = LinkForm(request.POST, meeting=meeting)
    if form.is_valid():
        with errors_of(form):
            actions.add_link(meeting=meeting, **form.cleaned_data, by=request.user)
            return refreshed(request, manage_url(meeting), _("Der Link ist hinzugefügt."))
    context = management(request, meeting) | {"link_form": form, "failed": form}
    return page(request, "meetings/attachments.html", context, status=422)


def management(request, meeting, top=None):
    places, removed = places_of(meeting, request.user)
    return {
        "meeting": meeting,
        "places": places,
        "removed": removed,
        "missing": sum(row.shown.is_missing for place in places for row in place.rows),
        "file_form": FileForm(meeting=meeting, top=top),
        "link_form": LinkForm(meeting=meeting, top=top),
    }


@require_http_methods(["GET", "POST"])
def attachment(request, pk):
    found = attachment_to_change(request, pk)
    return save(
        request, lambda data, row: AttachmentForm(data, attachment=row), found,
        lambda data: actions.edit_attachment(attachment=found, **data, by=request.user),
        template="meetings/attachment.html",
        context=about_one(found),
        target=lambda changed: manage_url(changed.meeting),
        done=_("Die Änderungen sind gespeichert."),
    )  # fmt: skip


def about_one(found):
    return {
        "meeting": found.meeting,
        "attachment": found,
        "versions": [
            (row, about(row, row.is_missing))
            for row in found.versions.select_related("uploaded_by__person").newest_first()
        ],
        "replace_form": ReplaceForm(initial={"version": found.version}),
        "cancel_url": manage_url(found.meeting),
    }


@takes_files
@require_POST
def replace(request, pk):
    found = attachment_to_change(request, pk)
    form = ReplaceForm(request.POST, request.FILES, is_too_large=was_too_large(request))
    try:
        if form.is_valid():
            with errors_of(form):
                actions.replace_file(attachment=found, **form.cleaned_data, by=request.user)
                message = _("Die neue Datei ersetzt die bisherige.")
                return refreshed(request, manage_url(found.meeting), message)
    except Stale:
        return _outdated(request, found)
    context = about_one(found) | {"replace_form": form, "form": AttachmentForm(attachment=found)}
    return page(request, "meetings/attachment.html", context, status=422)


@require_http_methods(["GET", "POST"])
def remove(request, pk):
    found = attachment_to_change(request, pk)
    if request.method == "GET":
        question = _("»%(title)s« entfernen? Die Organisation kann die Anlage zurückholen.")
        back = manage_url(found.meeting)
        return ask(request, phrase(question, title=found.title), verb=_("Entfernen"), back=back)
    return _mark(request, pk, actions.remove_attachment, _("Die Anlage ist entfernt."))


@require_POST
def restore(request, pk):
    return _mark(request, pk, actions.restore_attachment, _("Die Anlage ist wieder da."))


def _mark(request, pk, action, done):
    found = attachment_to_change(request, pk)
    form = VersionForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else None
        action(attachment=found, version=version, by=request.user)
    except Stale:
        return _outdated(request, found)
    return refreshed(request, manage_url(found.meeting), done)


def _outdated(request, found):
    context = management(request, found.meeting)
    context["problem"] = _("Jemand anderes hat diese Anlage inzwischen geändert. Bitte sehen Sie nach.")
    return page(request, "meetings/attachments.html", context, status=409)


# --- what readers get -------------------------------------------------------------------------------------


@public
@require_safe
def download(request, pk):
    """The newest version."""
    found = get_visible_or_404(Attachment.objects.select_related("current"), request.user, pk=pk)
    if found.current is None:
        raise Http404
    return sent(request, found.current)


@public
@require_safe
def download_version(request, pk, number):
    rows = AttachmentVersion.objects.all()
    return sent(request, get_visible_or_404(rows, request.user, attachment=pk, number=number))


def sent(request, version):
    """To be saved, never to be run: whatever is in it, no browser shows it as a page of ours."""
    unchanged = not_modified(request, version.pk, version.sha256)
    if unchanged:
        return unchanged
    try:
        file = version.file.open("rb")
    except FileNotFoundError:
        file = None
    if file is None or file.size != version.size:
        # The row is there and its file is not: that is for the organisers to know, and no secret to a reader.
        log.error("The file of attachment version %s is missing.", version.pk)
        if file is not None:
            file.close()
        found = version.attachment
        context = {"attachment": found, "meeting": found.meeting, "name": version.name}
        return page(request, "meetings/attachment_missing.html", context, status=404)
    # Always to be saved: in a page of ours its scripts would have the rights of the reader.
    response = FileResponse(file, as_attachment=True, filename=version.name, content_type=version.media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if getattr(request, "etag", None):
        response.headers["ETag"] = request.etag
    return response
