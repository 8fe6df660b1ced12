from django.urls import path

from activity import views

app_name = "activity"

urlpatterns = [
    path("profil/benachrichtigungen/", views.preferences, name="preferences"),
    path("benachrichtigungen/abbestellen/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("verwaltung/vorgaenge/", views.events, name="events"),
    path("postausgang/", views.outbox, name="outbox"),
    path("postausgang/<int:pk>/", views.kept_mail, name="kept_mail"),
    path("postausgang/<int:pk>/html/", views.kept_mail_html, name="kept_mail_html"),
]
