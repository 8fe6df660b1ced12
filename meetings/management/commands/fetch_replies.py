from django.core.management import BaseCommand
from django.utils.translation import ngettext

from meetings import actions


class Command(BaseCommand):
    help = "Liest Antworten auf Einladungen aus dem Postfach (REPLIES_URL). Der Arbeiter tut das von selbst."

    def handle(self, **_options):
        count = actions.fetch()
        words = ngettext("%(n)s Antwort gelesen.", "%(n)s Antworten gelesen.", count) % {"n": count}
        self.stdout.write(words)
