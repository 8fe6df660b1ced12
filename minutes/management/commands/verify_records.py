from django.core.management.base import BaseCommand, CommandError

from core.language import for_the_record
from minutes.presenters.verification import verify


class Command(BaseCommand):
    help = "Checks the chain of seals, every sealed file, and that the pages show what was sealed."

    def handle(self, **options):
        with for_the_record():
            checked = verify()
            wrong = [finding for finding in checked.findings if not finding.is_hint]
            for finding in checked.findings:
                self.stdout.write(f"Hinweis: {finding}" if finding.is_hint else str(finding))
        if wrong:
            raise CommandError(f"{len(wrong)} Abweichungen in {len(checked.seals)} Siegeln.")
        self.stdout.write(f"Geprüft: {len(checked.seals)} Siegel, keine Abweichung.")
