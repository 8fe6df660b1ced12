"""Load masses of data for measuring."""

from django.core.management import BaseCommand, CommandError

from fachgruppe.seeds.load import Amount, fill


class Command(BaseCommand):
    help = "Lädt Massendaten für Messungen; gleiche Zahlen und gleicher Startwert ergeben gleiche Daten."

    def add_arguments(self, parser):
        for name, meaning in (
            ("meetings", "Treffen insgesamt"),
            ("comments", "Kommentare am großen Protokoll"),
            ("suggestions", "Änderungsvorschläge am großen Protokoll"),
            ("members", "Personen"),
            ("topics", "Themen"),
            ("seed", "Startwert des Zufalls"),
        ):
            parser.add_argument(f"--{name}", type=int, default=getattr(Amount, name), help=meaning)

    def handle(self, **options):
        try:
            large = fill(Amount(**{name: options[name] for name in Amount.__dataclass_fields__}))
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"Massendaten sind geladen; das große Protokoll: {large.get_absolute_url()}")
