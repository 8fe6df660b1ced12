from django.apps import AppConfig


class FachgruppeConfig(AppConfig):
    name = "fachgruppe"
    verbose_name = "Fachgruppe Smart City Jena"
