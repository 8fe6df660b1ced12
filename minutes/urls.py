from django.urls import path

from minutes.views import circulation, comments, marked, presence, reading, taking, writing

app_name = "minutes"

urlpatterns = [
    path("protokolle/", reading.index, name="list"),
    path("protokolle/<int:pk>/", reading.detail, name="detail"),
    path("treffen/<int:pk>/protokoll/", writing.create, name="create"),
    path("treffen/<int:pk>/sitzung/", taking.room, name="room"),
    path("treffen/<int:pk>/sitzung/beginnen/", taking.begin, name="begin"),
    path("treffen/<int:pk>/sitzung/zuruecknehmen/", taking.take_back, name="take_back_begin"),
    path("treffen/<int:pk>/sitzung/top/", taking.go_to, name="go_to"),
    path("treffen/<int:pk>/sitzung/pause/", taking.pause, name="pause"),
    path("treffen/<int:pk>/sitzung/weiter/", taking.resume, name="resume"),
    path("treffen/<int:pk>/sitzung/beenden/", taking.end, name="end"),
    path("protokolle/abschnitte/<int:pk>/entfaellt/", taking.leave_out, name="leave_out"),
    path("protokolle/<int:pk>/schreiben/", writing.write, name="write"),
    path("protokolle/<int:pk>/schreiben/anwesenheit/", presence.presence, name="presence"),
    path("protokolle/<int:pk>/abschnitte/", writing.add_sections, name="add_sections"),
    path("protokolle/abschnitte/<int:pk>/", writing.save_section, name="save_section"),
    path("protokolle/abschnitte/<int:pk>/unten/", marked.below, name="below"),
    path("protokolle/abschnitte/<int:pk>/zeile/", marked.record_line, name="record_line"),
    path("protokolle/abschnitte/<int:pk>/sichtbarkeit/", writing.section_audience, name="section_audience"),
    path("protokolle/<int:pk>/umlauf/", circulation.circulate, name="circulate"),
    path("protokolle/<int:pk>/zurueckholen/", circulation.recall, name="recall"),
    path("protokolle/<int:pk>/umlauf-beenden/", circulation.close, name="close"),
    path("protokolle/<int:pk>/fassungen/", circulation.revisions, name="revisions"),
    path("protokolle/<int:pk>/fassungen/<int:number>/", circulation.revision, name="revision"),
    path("protokolle/<int:pk>/fassungen/<int:number>/seit/<int:since>/", circulation.changes, name="changes"),
    path("protokolle/abschnitte/<int:pk>/kommentieren/", comments.comment, name="comment"),
    path("protokolle/abschnitte/<int:pk>/namen/", comments.names, name="names"),
    path("protokolle/kommentare/<int:pk>/antworten/", comments.answer, name="answer"),
    path("protokolle/kommentare/<int:pk>/bearbeiten/", comments.edit_comment, name="edit_comment"),
    path("protokolle/kommentare/<int:pk>/zurueckziehen/", comments.withdraw_comment, name="withdraw_comment"),
    path("protokolle/kommentare/<int:pk>/erledigen/", comments.settle, name="settle"),
    path("protokolle/kommentare/<int:pk>/wieder-oeffnen/", comments.reopen, name="reopen"),
    path("protokolle/kommentare/<int:pk>/fassungen/", comments.older_texts, name="older_texts"),
]
