from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = "Beschlüsse und Aufgaben"

    def ready(self):
        from meetings import ports
        from outcomes.actions import agenda as actions
        from outcomes.presenters import report
        from outcomes.selectors import agenda

        ports.fill(
            let_tasks_go=actions.let_tasks_go,
            takes_up_tasks=agenda.takes_up_tasks,
            tasks_taken_up=agenda.tasks_taken_up,
            is_postponed=agenda.is_postponed,
            first_draft_of_report=report.first_draft,
        )
