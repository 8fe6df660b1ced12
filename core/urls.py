from django.urls import path

from core import views

urlpatterns = [
    path("darstellung/", views.theme, name="theme"),
    path("sprache/", views.language, name="set_language"),
    path("vorschau/", views.preview, name="preview"),
]
