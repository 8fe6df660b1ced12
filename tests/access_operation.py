"""The rows of the access matrix below /betrieb/: no persona of the portal gets in, not even its admins."""

from fachgruppe.routes import OPERATOR
from tests.access_rights import Row, right

# fmt: off
NOT_HERE = right("302 302 302 302 302 302 302 302")
NO_OPERATOR = "Ihr Konto darf das nicht. Wenn Sie meinen, dass das ein Irrtum ist, schreiben Sie uns bitte."


def operators(name, of=None, get=None, **operator):
    """A row of the operators' own; `operator` is what they get themselves, where that is worth saying."""
    return Row(f"admin:{name}", of, get=get or NOT_HERE, post=get or NOT_HERE, also=operator, who=OPERATOR)


LOOKED_AT = {
    "members_user": lambda w: w.cast.member_city,
    "members_person": lambda w: w.house.person,
    "members_organisation": lambda w: w.house.organisation,
    "members_membership": lambda w: w.house.membership,
    "members_accountinvitation": lambda w: w.house.invitation,
    "mfa_authenticator": None,
    "activity_event": None,
    "activity_outboxmail": None,
    "activity_jobrun": None,
    "django_tasks_database_dbtaskresult": None,
}
SOMETHING = lambda w: ["1"]  # noqa: E731
OPERATION = [
    *(operators(name) for name in ("index", "logout", "password_change", "password_change_done", "jsi18n")),
    Row("admin:login", get=right("302 403 403 403 403 403 403 403"), because=NO_OPERATOR, who=OPERATOR),
    operators("app_list", lambda w: ["activity"]),
    *(operators(f"{model}_changelist", operator=200) for model in LOOKED_AT),
    *(operators(f"{model}_add", operator=403) for model in LOOKED_AT),
    *(operators(f"{model}_{what}", SOMETHING) for model in LOOKED_AT for what in ("history", "delete")),
    *(operators(f"{model}_change", of, operator=200) for model, of in LOOKED_AT.items() if of),
    *(operators(f"{model}_change", SOMETHING) for model, of in LOOKED_AT.items() if not of),
    Row("admin:", who=OPERATOR),  # what is left over below /betrieb/
]
