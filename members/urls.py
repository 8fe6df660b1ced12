from django.urls import path

from members.views import calendar, directory, invitation, inviting, management, profile, rules

app_name = "members"

urlpatterns = [
    # the directory
    path("mitglieder/", directory.directory, name="directory"),
    path("mitglieder/organisation/<slug:slug>/", directory.organisation, name="organisation"),
    path("mitglieder/organisation/<slug:slug>/bestaetigen/", directory.confirm, name="confirm"),
    path("mitglieder/<str:slug>/", directory.person, name="person"),
    path("regeln/", rules.rules, name="rules"),
    path("regeln/aendern/", rules.edit_rules, name="edit_rules"),
    # oneself
    path("profil/", profile.profile, name="profile"),
    path("profil/willkommen/", profile.welcome, name="welcome"),
    path("profil/kalender/", calendar.calendar, name="calendar"),
    path("profil/kalender/loeschen/", calendar.drop_calendar, name="drop_calendar"),
    # the way in
    path("einladung/<str:token>/", invitation.accept, name="accept"),
    # administration
    path("verwaltung/", management.manage, name="manage"),
    path("verwaltung/mitgliedschaften/", management.memberships, name="memberships"),
    path("verwaltung/mitgliedschaften/<int:pk>/", management.membership, name="membership"),
    path("verwaltung/mitgliedschaften/<int:pk>/beenden/", management.end_membership, name="end"),
    path("verwaltung/personen/<str:slug>/", management.history, name="history"),
    path("verwaltung/personen/<str:slug>/mitgliedschaft/", management.add_membership, name="add_membership"),
    path("verwaltung/einladungen/", inviting.invitations, name="invitations"),
    path("verwaltung/einladungen/neu/", inviting.invite, name="invite"),
    path("verwaltung/einladungen/<int:pk>/erneut/", inviting.resend, name="resend"),
    path("verwaltung/einladungen/<int:pk>/zurueckziehen/", inviting.withdraw, name="withdraw"),
    path("verwaltung/organisationen/", management.organisations, name="organisations"),
    path("verwaltung/organisationen/neu/", management.create_organisation, name="create_organisation"),
    path("verwaltung/organisationen/<int:pk>/", management.edit_organisation, name="edit_organisation"),
    path(
        "verwaltung/organisationen/<int:pk>/aufloesen/",
        management.close_organisation,
        name="close_organisation",
    ),
    path(
        "verwaltung/organisationen/<int:pk>/oeffnen/",
        management.reopen_organisation,
        name="reopen_organisation",
    ),
]
