"""How a fresh installation gets its first admin."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from core.access import Forbidden
from core.slugs import sort_key
from members import actions
from members.actions.saving import create_with_free_slug
from members.enums import KIND_WORDS
from members.models import Organisation


class Command(BaseCommand):
    help = (
        "Lädt die erste Admin-Person ein: Die Mail geht hinaus, und der Link steht auch hier. "
        "Er gilt 14 Tage und einmal. Noch einmal aufgerufen, gilt nur der neue Link."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="Mailadresse der Person")
        parser.add_argument("--name", required=True, help="Vor- und Nachname")
        parser.add_argument("--organisation", required=True, help="Name der Organisation")
        parser.add_argument(
            "--art",
            choices=KIND_WORDS,
            default="stadtverwaltung",
            help="Art, falls es die Organisation noch nicht gibt",
        )

    def handle(self, *, email, name, organisation, art, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"»{email}« ist keine Mailadresse.") from error
        with transaction.atomic():
            try:
                house = house_named(organisation, KIND_WORDS[art])
                invitation = actions.invite_first_admin(email=email, name=name, organisation=house)
            except Forbidden as refused:
                raise CommandError(str(refused.reason)) from refused
        self.stdout.write(f"Einladung an {invitation.email}, gültig 14 Tage:")
        self.stdout.write(f"{settings.BASE_URL}{invitation.get_absolute_url()}")


def house_named(name, kind):
    """The organisation of that name; the kickoff data or an earlier call may have made it."""
    known = Organisation.objects.filter(name__iexact=name).first()
    return known or create_with_free_slug(Organisation, name, kind=kind, sort_key=sort_key(name))
