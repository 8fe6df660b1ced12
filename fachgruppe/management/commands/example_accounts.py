"""Print the example accounts of this machine."""

from django.core.management import BaseCommand

from fachgruppe.seeds.accounts import table


class Command(BaseCommand):
    help = "Zeigt die Beispielkonten mit ihren Kennwörtern."

    def handle(self, **options):
        self.stdout.write(table() or "Es gibt noch keine Beispielkonten; seed_examples legt sie an.")
