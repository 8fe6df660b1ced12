from django.urls import path

from topics import views

app_name = "topics"
urlpatterns = [
    path("themen/", views.topics, name="list"),
    path("themen/neu/", views.propose, name="propose"),
    path("themen/<int:pk>/", views.detail, name="detail"),
    path("themen/<int:pk>/bearbeiten/", views.edit, name="edit"),
    path("themen/<int:pk>/unterstuetzen/", views.support, name="support"),
    path("themen/<int:pk>/stand/<slug:verb>/", views.move, name="move"),
]
