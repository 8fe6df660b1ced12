from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "invitations"
    verbose_name = "Einladungen"

    def ready(self):
        from invitations import access
        from invitations.actions import invitations, notices
        from invitations.presenters import invitations as presenters
        from invitations.presenters.notices import who_is_notified
        from invitations.selectors import invitations as asked
        from meetings import ports
        from polls import ports as ports_of_polls

        ports.fill(
            audience_changed=invitations.take_off_unseeing,
            moved=invitations.forget_replies,
            notify=notices.notify,
            coming=presenters.coming,
            takes_replies=access.takes_replies_at,
            invitations_to=asked.invitations_to,
            deputy_named_by=asked.deputy_named_by,
            way_to_invite=presenters.way_to_invite,
            way_to_replies=presenters.way_to_replies,
            who_is_notified=who_is_notified,
            with_own_reply=asked.with_own_reply,
            step_to_reply=presenters.step_to_reply,
            step_to_invite=presenters.step_to_invite,
            step_to_see_replies=presenters.step_to_see_replies,
        )
        ports_of_polls.fill(date_decided=invitations.take_over_answers)
