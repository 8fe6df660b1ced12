from django.apps import AppConfig


class FachgruppeConfig(AppConfig):
    name = "fachgruppe"
    verbose_name = "Fachgruppe Smart City Jena"

    def ready(self):
        from fachgruppe import checks  # noqa: F401 - registers itself
