from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules, module_has_submodule


class ActivityConfig(AppConfig):
    name = "activity"
    verbose_name = "Vorgänge und Benachrichtigungen"

    def ready(self):
        """Know every notification, job and sentence, also in the worker, where nobody imports the views."""
        from activity.presenters import describe

        autodiscover_modules("notifications")
        autodiscover_modules("jobs")
        for config in apps.get_app_configs():
            if module_has_submodule(config.module, "notifications"):
                # A package of notifications imports nothing itself.
                package = import_module(f"{config.name}.notifications")
                for part in iter_modules(getattr(package, "__path__", ()), f"{package.__name__}."):
                    import_module(part.name)
            if config.module and module_has_submodule(config.module, "enums"):
                describe(getattr(import_module(f"{config.name}.enums"), "EVENT_SENTENCES", {}))
