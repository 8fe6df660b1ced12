from django.urls import path

from fachgruppe.pages import calendars, catalogue, demonstration, machines, views

urlpatterns = [
    path("", views.home, name="home"),
    path("uebersicht/", views.overview, name="overview"),
    path("ueber-uns/", views.about, name="about"),
    path("treffen/monat/", views.month, name="this_month"),
    path("treffen/monat/<str:name>/", views.month, name="month"),
    path("vorfuehrung/", demonstration.demonstration, name="demonstration"),
    path("entwicklung/bausteine/", catalogue.catalogue, name="catalogue"),
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("robots.txt", machines.robots, name="robots"),
    path("kalender.ics", calendars.public_calendar, name="public_calendar"),
    path("kalender/<str:secret>.ics", calendars.personal_calendar, name="personal_calendar"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security"),
]
