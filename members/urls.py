from django.urls import path

from members.views import calendar, directory, invitations, memberships, organisations, profile, rules

app_name = "members"

urlpatterns = [
    # the directory
    path("mitglieder/", directory.directory, name="directory"),
    path("mitglieder/organisation/<slug:slug>/", directory.organisation, name="organisation"),
    path("mitglieder/organisation/<slug:slug>/bestaetigen/", directory.confirm, name="confirm"),
    path("mitglieder/<str:slug>/", directory.person, name="person"),
    path("regeln/", rules.detail, name="rules"),
    path("regeln/aendern/", rules.edit, name="edit_rules"),
    # oneself
    path("profil/", profile.profile, name="profile"),
    path("profil/willkommen/", profile.welcome, name="welcome"),
    path("profil/kalender/", calendar.calendar, name="calendar"),
    path("profil/kalender/loeschen/", calendar.drop, name="drop_calendar"),
    # the way in
    path("einladung/<str:token>/", invitations.accept, name="accept"),
    # administration
    path("verwaltung/", memberships.manage, name="manage"),
    path("verwaltung/mitgliedschaften/", memberships.index, name="memberships"),
    path("verwaltung/mitgliedschaften/<int:pk>/", memberships.edit, name="membership"),
    path("verwaltung/mitgliedschaften/<int:pk>/beenden/", memberships.end, name="end"),
    path("verwaltung/personen/<str:slug>/", memberships.history, name="history"),
    path("verwaltung/personen/<str:slug>/mitgliedschaft/", memberships.create, name="add_membership"),
    path("verwaltung/einladungen/", invitations.index, name="invitations"),
    path("verwaltung/einladungen/neu/", invitations.invite, name="invite"),
    path("verwaltung/einladungen/<int:pk>/erneut/", invitations.resend, name="resend"),
    path("verwaltung/einladungen/<int:pk>/zurueckziehen/", invitations.withdraw, name="withdraw"),
    path("verwaltung/organisationen/", organisations.index, name="organisations"),
    path("verwaltung/organisationen/neu/", organisations.create, name="create_organisation"),
    path("verwaltung/organisationen/<int:pk>/", organisations.edit, name="edit_organisation"),
    path(
        "verwaltung/organisationen/<int:pk>/aufloesen/",
        organisations.close,
        name="close_organisation",
    ),
    path(
        "verwaltung/organisationen/<int:pk>/oeffnen/",
        organisations.reopen,
        name="reopen_organisation",
    ),
]
