from django.core.management import BaseCommand, CommandError
from django.utils.translation import ngettext

from core.mailbox import Unreachable
from invitations.actions import mailbox


class Command(BaseCommand):
    help = "Liest Antworten auf Einladungen aus dem Postfach (REPLIES_URL). Der Arbeiter tut das von selbst."

    def handle(self, **_options):
        try:
            count = mailbox.fetch()
        except Unreachable as error:
            raise CommandError(f"Das Postfach lässt sich nicht lesen: {error}") from error
        words = ngettext("%(n)s Antwort gelesen.", "%(n)s Antworten gelesen.", count) % {"n": count}
        self.stdout.write(words)
