from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import ngettext

from activity import outbox, restored_copy
from activity.models import OutboxMail
from core.language import for_the_record


class Command(BaseCommand):
    help = "Gibt die Mails eines zurückgeholten Portals frei und lässt es das Postfach wieder lesen."

    def add_arguments(self, parser):
        waiting = parser.add_mutually_exclusive_group()
        waiting.add_argument("--senden", action="store_true", help="was wartet, geht hinaus")
        waiting.add_argument("--verwerfen", action="store_true", help="was wartet, entfällt")

    def handle(self, *, senden, verwerfen, **options):
        with for_the_record():
            self.stdout.write(self._release(senden, verwerfen))

    def _release(self, senden, verwerfen):
        if not restored_copy.is_held():
            return "Die Mails sind nicht angehalten."
        waiting = OutboxMail.objects.unsettled().count()
        mails = ngettext("%(n)s Mail", "%(n)s Mails", waiting) % {"n": waiting}
        if waiting and not (senden or verwerfen):
            raise CommandError(
                f"Es warten {mails}. Vielleicht hat das Portal sie nach der Sicherung schon verschickt: "
                "Bitte --verwerfen wählen, oder --senden, wenn es sie sicher nicht verschickt hat."
            )
        try:
            with transaction.atomic():
                if verwerfen:
                    outbox.drop_waiting()
                restored_copy.release()
        except OSError as error:
            raise CommandError(f"DATA_DIR lässt sich nicht beschreiben: {error.strerror}.") from error
        return (
            f"Freigegeben. {mails} {'verworfen' if verwerfen else 'auf dem Weg'}."
            if waiting
            else "Freigegeben."
        )
