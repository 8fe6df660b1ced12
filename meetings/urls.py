from django.urls import path

from meetings.views import agenda, attendance, calendars, meetings, report, series

app_name = "meetings"

urlpatterns = [
    path("treffen/", meetings.meetings, name="list"),
    path("treffen/neu/", meetings.create, name="create"),
    path("treffen/reihe/", series.series, name="series"),
    path("treffen/terminhinweis/", meetings.date_note, name="date_note"),
    path("treffen/<int:pk>/", meetings.detail, name="detail"),
    path("treffen/<int:pk>/termin.ics", calendars.entry, name="entry"),
    path("treffen/<int:pk>/bearbeiten/", meetings.edit, name="edit"),
    path("treffen/<int:pk>/terminieren/", meetings.schedule, name="schedule"),
    path("treffen/<int:pk>/verschieben/", meetings.move, name="move"),
    path("treffen/<int:pk>/absagen/", meetings.cancel, name="cancel"),
    path("treffen/<int:pk>/durchgefuehrt/", meetings.hold, name="hold"),
    path("treffen/<int:pk>/tagesordnung/", agenda.agenda, name="agenda"),
    path("treffen/<int:pk>/tagesordnung/neu/", agenda.add, name="add_item"),
    path("treffen/<int:pk>/tagesordnung/themen/", agenda.add_topics, name="add_topics"),
    path("treffen/<int:pk>/tagesordnung/reihenfolge/", agenda.reorder, name="reorder"),
    path("treffen/<int:pk>/tagesordnung/<int:item>/bearbeiten/", agenda.edit, name="edit_item"),
    path("treffen/<int:pk>/tagesordnung/<int:item>/dauer/", agenda.duration, name="set_duration"),
    path("treffen/<int:pk>/tagesordnung/<int:item>/schieben/", agenda.shift, name="shift_item"),
    path("treffen/<int:pk>/tagesordnung/<int:item>/entfernen/", agenda.remove, name="remove_item"),
    path("treffen/<int:pk>/tagesordnung/<int:item>/aufnehmen/", agenda.reinstate, name="reinstate_item"),
    path("treffen/<int:pk>/zeiten/", attendance.times, name="times"),
    path("treffen/<int:pk>/teilnahme/", attendance.attendance, name="attendance"),
    path("treffen/<int:pk>/teilnahme/<int:person>/", attendance.attendee, name="attendee"),
    path("treffen/<int:pk>/teilnahme/<int:person>/vermerken/", attendance.mark, name="mark"),
    path("treffen/<int:pk>/gaeste/", attendance.add_guest, name="add_guest"),
    path("treffen/<int:pk>/gaeste/<int:guest>/", attendance.guest, name="guest"),
    path("treffen/<int:pk>/gaeste/<int:guest>/streichen/", attendance.remove_guest, name="remove_guest"),
    path("treffen/<int:pk>/rueckblick/", report.report, name="report"),
    path("treffen/<int:pk>/rueckblick/veroeffentlichen/", report.publish, name="publish_report"),
    path("treffen/<int:pk>/rueckblick/zuruecknehmen/", report.withdraw, name="withdraw_report"),
]
