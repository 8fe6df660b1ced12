from django.urls import path

from outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("aufgaben/", views.tasks, name="tasks"),
    path("aufgaben/<int:pk>/", views.task, name="task"),
    path("aufgaben/<int:pk>/bearbeiten/", views.edit_task, name="edit_task"),
    path("aufgaben/<int:pk>/entfernen/", views.remove_task, name="remove_task"),
    path("aufgaben/<int:pk>/stand/<slug:verb>/", views.move_task, name="move_task"),
    path("beschluesse/", views.decisions, name="decisions"),
    path("beschluesse/<int:year>/<int:number>/", views.decision, name="decision"),
    path("beschluesse/<int:pk>/bearbeiten/", views.edit_decision, name="edit_decision"),
    path("beschluesse/<int:pk>/entfernen/", views.remove_decision, name="remove_decision"),
    path("tops/<int:item_pk>/beschluss/", views.record_decision, name="record_decision"),
    path("tops/<int:item_pk>/aufgabe/", views.record_task, name="record_task"),
]
