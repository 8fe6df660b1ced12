"""Load the facts of the kickoff; again and again without doubling or overwriting anything."""

from django.core.management import BaseCommand

from fachgruppe.seeds.kickoff import load_kickoff


class Command(BaseCommand):
    help = (
        "Lädt die Fakten des Auftakts: Organisationen, erstes Treffen mit Protokoll, Themen, zweites Treffen."
    )

    def handle(self, **options):
        load_kickoff()
        if options["verbosity"]:
            self.stdout.write("Die Daten des Auftakts sind geladen.")
