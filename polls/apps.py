from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "polls"
    verbose_name = "Terminabstimmungen"

    def ready(self):
        from meetings import ports
        from polls import access
        from polls.actions import ends
        from polls.selectors import page, steps

        ports.fill(
            date_fixed=ends.stop_poll,
            cancelled=ends.cancelled,
            with_poll_on_page=page.with_poll_on_page,
            poll_on_page=page.poll_on_page,
            can_ask_for_date=access.can_prepare,
            way_to_poll=page.way_to_poll,
            with_poll=steps.with_poll,
            step_to_say_when=steps.say_when,
            step_to_find_date=steps.find_date,
            step_to_decide=steps.decide,
        )
