import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from fachgruppe.routes import all_routes


class Command(BaseCommand):
    help = "Lists every address with its name, methods and who may call it."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="as JSON, for other programs")

    def handle(self, *, json: bool, **options):
        routes = all_routes()
        if json:
            self.stdout.write(as_json(routes))
            return
        for route in routes:
            who, methods = ", ".join(route.who), ",".join(route.methods)
            self.stdout.write(f"{who:30} {methods:24} {route.pattern:60} {route.name}")


def as_json(routes) -> str:
    return json.dumps([asdict(route) for route in routes], ensure_ascii=False, indent=2)
