from django.urls import path

from outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("aufgaben/", views.tasks, name="tasks"),
    path("aufgaben/nach-organisation/", views.by_house, name="by_house"),
    path("aufgaben/erledigt/<str:token>/", views.done_from_mail, name="done_from_mail"),
    path("aufgaben/uebernommen/<int:pk>/entfernen/", views.put_back, name="put_back"),
    path("aufgaben/<int:pk>/", views.task, name="task"),
    path("aufgaben/<int:pk>/bearbeiten/", views.edit_task, name="edit_task"),
    path("aufgaben/<int:pk>/entfernen/", views.remove_task, name="remove_task"),
    path("aufgaben/<int:pk>/bemerkung/", views.remark, name="remark"),
    path("aufgaben/<int:pk>/stand/<slug:verb>/", views.move_task, name="move_task"),
    path("beschluesse/", views.decisions, name="decisions"),
    path("beschluesse/<int:year>/<int:number>/", views.decision, name="decision"),
    path("beschluesse/<int:pk>/bearbeiten/", views.edit_decision, name="edit_decision"),
    path("beschluesse/<int:pk>/entfernen/", views.remove_decision, name="remove_decision"),
    path("beschluesse/<int:pk>/status/", views.standing, name="standing"),
    path("beschluesse/<int:pk>/ueberpruefung/", views.review, name="review"),
    path("treffen/<int:pk>/tagesordnung/aufgaben/", views.carry_over, name="carry_over"),
    path("tops/<int:item_pk>/beschluss/", views.record_decision, name="record_decision"),
    path("tops/<int:item_pk>/aufgabe/", views.record_task, name="record_task"),
]
