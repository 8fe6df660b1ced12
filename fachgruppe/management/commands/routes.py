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
        self.stdout.write(as_json(routes) if json else as_table(routes))


def as_json(routes) -> str:
    return json.dumps([asdict(route) for route in routes], ensure_ascii=False, indent=2)


def as_table(routes) -> str:
    return "\n".join(line(", ".join(route.who), ",".join(route.methods), route) for route in routes)


def line(who: str, methods: str, route) -> str:
    return f"{who:30} {methods:24} {route.pattern:60} {route.name}"
