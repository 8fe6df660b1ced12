"""Load example accounts and example contributions; only in the demonstration."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from fachgruppe.seeds.accounts import table
from fachgruppe.seeds.examples import sow_examples
from fachgruppe.seeds.kickoff import sow_kickoff


class Command(BaseCommand):
    help = "Legt Beispielkonten und Beispielbeiträge an; nur in der Vorführung."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Beispiele gibt es nur in der Vorführung, nie im Betrieb.")
        sow_kickoff()
        sow_examples()
        if options["verbosity"]:
            self.stdout.write(table())
