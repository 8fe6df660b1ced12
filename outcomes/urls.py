from django.urls import path

from outcomes.views import agenda, decisions, done, tasks

app_name = "outcomes"
urlpatterns = [
    path("aufgaben/", tasks.tasks, name="tasks"),
    path("aufgaben/nach-organisation/", tasks.by_organisation, name="by_organisation"),
    path("aufgaben/erledigt/<str:token>/", done.done_from_mail, name="done_from_mail"),
    path("aufgaben/uebernommen/<int:pk>/entfernen/", agenda.put_back, name="put_back"),
    path("aufgaben/<int:pk>/", tasks.task, name="task"),
    path("aufgaben/<int:pk>/bearbeiten/", tasks.edit, name="edit_task"),
    path("aufgaben/<int:pk>/entfernen/", tasks.remove, name="remove_task"),
    path("aufgaben/<int:pk>/bemerkung/", tasks.remark, name="remark"),
    path("aufgaben/<int:pk>/stand/<slug:verb>/", tasks.move, name="move_task"),
    path("beschluesse/", decisions.decisions, name="decisions"),
    path("beschluesse/<int:year>/<int:number>/", decisions.decision, name="decision"),
    path("beschluesse/<int:pk>/bearbeiten/", decisions.edit, name="edit_decision"),
    path("beschluesse/<int:pk>/entfernen/", decisions.remove, name="remove_decision"),
    path("beschluesse/<int:pk>/status/", decisions.status, name="status"),
    path("beschluesse/<int:pk>/ueberpruefung/", decisions.review, name="review"),
    path("treffen/<int:pk>/tagesordnung/aufgaben/", agenda.carry_over, name="carry_over"),
    path("tops/<int:item_pk>/beschluss/", decisions.record, name="record_decision"),
    path("tops/<int:item_pk>/aufgabe/", tasks.record, name="record_task"),
]
