"""Load example accounts and example contributions; only in the demonstration."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from fachgruppe.seeds.accounts import belongs_to_real_people, table
from fachgruppe.seeds.examples.load import load_examples
from fachgruppe.seeds.kickoff import load_kickoff


class Command(BaseCommand):
    help = "Legt Beispielkonten und Beispielbeiträge an; nur in der Vorführung."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Beispiele gibt es nur in der Vorführung, nie im Betrieb.")
        if belongs_to_real_people():
            raise CommandError(
                "In dieser Datenbank arbeiten schon wirkliche Menschen; Beispiele kommen nur in eine leere. "
                "Für den Betrieb bitte DJANGO_SETTINGS_MODULE=fachgruppe.settings.production setzen."
            )
        load_kickoff()
        load_examples()
        if options["verbosity"]:
            self.stdout.write(table())
