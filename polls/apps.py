from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "polls"
    verbose_name = "Terminabstimmungen"

    def ready(self):
        from meetings import ports
        from polls import access
        from polls.actions import polls as actions
        from polls.presenters import polls as presenters
        from polls.selectors import polls

        ports.fill(
            date_fixed=actions.stop,
            cancelled=actions.cancel,
            poll_on_page=presenters.poll_on_page,
            can_ask_for_date=access.can_prepare,
            way_to_poll=presenters.way_to_poll,
            with_poll=polls.with_poll,
            step_to_say_when=presenters.say_when,
            step_to_find_date=presenters.find_date,
            step_to_decide=presenters.decide,
        )
