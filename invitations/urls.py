from django.urls import path

from invitations.views import invitations, replies

app_name = "invitations"

urlpatterns = [
    path("treffen/<int:pk>/einladen/", invitations.invite, name="invite"),
    path("treffen/<int:pk>/antwort/", replies.reply, name="reply"),
    path("treffen/<int:pk>/antworten/", invitations.replies, name="replies"),
    path("treffen/<int:pk>/antworten/nachladen/", invitations.invite_more, name="invite_more"),
    path("treffen/<int:pk>/antworten/gast/", invitations.invite_guest, name="invite_guest"),
    path("treffen/<int:pk>/antworten/<int:invitation>/", invitations.note_reply, name="note_reply"),
    path("treffen/<int:pk>/antworten/<int:invitation>/zuruecknehmen/", invitations.take_off, name="take_off"),
    path("treffen/<int:pk>/antworten/<int:invitation>/link/", invitations.renew_link, name="renew_link"),
    path("treffen/<int:pk>/antworten/mail/<int:mailed>/", invitations.settle, name="settle"),
    path("einladungen/<str:token>/", replies.invitation, name="invitation"),
    path("einladungen/<str:token>/anlagen/<int:pk>/datei/", replies.invitation_file, name="file"),
]
