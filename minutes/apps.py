from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "minutes"
    verbose_name = "Protokolle"

    def ready(self):
        from meetings import ports
        from minutes.actions.placing import hold_approvals
        from minutes.actions.writing import hold_sections
        from minutes.queries.next_step import record_step
        from minutes.queries.readings import change_token_for

        ports.fill(
            hold_approvals=hold_approvals, hold_sections=hold_sections, record_step=record_step,
            reader_token=change_token_for,
        )  # fmt: skip
