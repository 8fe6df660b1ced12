"""The first person of a new installation; everybody after them is invited in the portal."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from core.access import Forbidden
from members.actions.invitations import invite_first_admin
from members.models import Organisation


class Command(BaseCommand):
    help = "Invites the first admin by mail, as long as there is none."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--organisation", required=True, help="name as in the portal")

    def handle(self, *, email: str, name: str, organisation: str, **options):
        found = Organisation.objects.filter(name=organisation).first()
        if found is None:
            known = ", ".join(Organisation.objects.by_name().values_list("name", flat=True))
            raise CommandError(
                f"Die Organisation »{organisation}« gibt es nicht. Bekannt: {known or 'noch keine'}."
            )
        try:
            invitation = invite_first_admin(email=email, name=name, organisation=found)
        except Forbidden as error:
            raise CommandError(str(error.reason)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Die Einladung an {email} ist unterwegs; der Worker verschickt sie.")
        self.stdout.write(f"Falls die Mail nicht ankommt: {settings.BASE_URL}{invitation.get_absolute_url()}")
