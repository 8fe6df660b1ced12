"""Whom decisions and tasks concern."""

from members.models import Membership, User


def holders_of(task):
    """The person; for an organisation its Ansprechpersonen, or all its people while it has none."""
    if task.assignee_id:
        return User.objects.reachable().filter(person=task.assignee_id)
    people = Membership.objects.active().filter(organisation=task.assignee_organisation_id)
    # Whoever leads the matter for the organisation; without anybody named, all of them.
    contacts = people.filter(is_contact=True)
    return User.objects.reachable().filter(
        person__in=(contacts if contacts.exists() else people).values("person")
    )
