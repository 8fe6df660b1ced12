from django.core.management import BaseCommand, CommandError

from members.actions import people
from members.models import User


class Command(BaseCommand):
    help = "Öffnet einem Konto die Betriebsansicht unter /betrieb/, oder schließt sie mit --entziehen."

    def add_arguments(self, parser):
        parser.add_argument("email", help="Mailadresse des Kontos")
        parser.add_argument("--entziehen", action="store_true", help="das Recht wieder nehmen")

    def handle(self, *, email, entziehen, **options):
        user = User.objects.with_address(email).first()
        if user is None:
            raise CommandError(f"Zu »{email}« gibt es kein Konto.")
        people.set_operator(user=user, operator=not entziehen)
        self.stdout.write("Betriebsansicht geschlossen." if entziehen else "Offen: /betrieb/")
