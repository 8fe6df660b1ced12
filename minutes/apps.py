from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "minutes"
    verbose_name = "Protokolle"

    def ready(self):
        from meetings import ports
        from minutes.actions.placing import hold_approvals

        ports.fill(hold_approvals=hold_approvals)
