from django.urls import path

from polls.views import answers, options, polls

app_name = "polls"

urlpatterns = [
    path("treffen/<int:pk>/terminabstimmung/", polls.poll, name="poll"),
    path("treffen/<int:pk>/terminabstimmung/antworten/", answers.answer, name="answer"),
    path("treffen/<int:pk>/terminabstimmung/link-sperren/", answers.block_link, name="block_link"),
    path("treffen/<int:pk>/terminabstimmung/vorschlagen/", options.propose, name="propose"),
    path("treffen/<int:pk>/terminabstimmung/vorschlaege/", options.options, name="options"),
    path(
        "treffen/<int:pk>/terminabstimmung/vorschlaege/<int:option>/entfernen/",
        options.remove_option,
        name="remove_option",
    ),
    path(
        "treffen/<int:pk>/terminabstimmung/vorschlaege/<int:option>/entscheiden/",
        polls.decide,
        name="decide",
    ),
    path("treffen/<int:pk>/terminabstimmung/starten/", polls.start, name="start"),
    path("treffen/<int:pk>/terminabstimmung/aendern/", polls.change, name="change"),
    path("treffen/<int:pk>/terminabstimmung/schliessen/", polls.close, name="close"),
    path("treffen/<int:pk>/terminabstimmung/zuruecknehmen/", polls.withdraw, name="withdraw"),
    path("terminabstimmung/<str:token>/", answers.by_link, name="by_link"),
]
