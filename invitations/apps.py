from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "invitations"
    verbose_name = "Einladungen"

    def ready(self):
        from invitations import access
        from invitations.actions import invitations, notices
        from invitations.selectors import invitations as asked
        from invitations.selectors import page, steps
        from invitations.selectors.notices import who_is_notified
        from meetings import ports
        from polls import ports as ports_of_polls

        ports.fill(
            audience_changed=invitations.take_off_unseeing,
            moved=invitations.forget_replies,
            notify=notices.tell,
            coming=asked.coming,
            takes_replies=access.takes_replies_at,
            invitations_to=asked.invitations_to,
            deputy_named_by=asked.deputy_named_by,
            way_to_invite=page.way_to_invite,
            way_to_replies=page.way_to_replies,
            who_is_notified=who_is_notified,
            with_own_reply=steps.with_own_reply,
            step_to_reply=steps.reply,
            step_to_invite=steps.invite,
            step_to_see_replies=steps.see_replies,
        )
        ports_of_polls.fill(date_decided=invitations.take_over_answers)
