from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "minutes"
    verbose_name = "Protokolle"

    def ready(self):
        from meetings import ports
        from minutes.actions import approval, writing
        from minutes.presenters import approval as approval_presenter
        from minutes.presenters import next_step
        from minutes.selectors import readings, shared_pages, status
        from outcomes import ports as ports_of_outcomes

        ports.fill(
            hold_approvals=approval.hold_approvals,
            hold_sections=writing.hold_sections,
            hold_record=writing.hold_record,
            let_approval_go=approval.let_approval_go,
            record_status=status.record_status,
            is_record_approved=status.is_record_approved,
            with_record=status.with_record,
            is_anything_written_since=status.is_anything_written_since,
            is_anything_written_of=status.is_anything_written_of,
            approves_minutes=status.approves_minutes,
            approves_visible_minutes=status.approves_visible_minutes,
            add_approvals=approval_presenter.add_approvals,
            with_minutes_on_page=status.with_minutes_on_page,
            minutes_on_page=status.minutes_on_page,
            url_of_live_meeting=status.url_of_live_meeting,
            way_to_writing=next_step.way_to_writing,
            record_step=next_step.record_step,
            reader_token=readings.token_with_readings,
            version_of=shared_pages.version_of,
            version_and_audience=shared_pages.version_and_audience,
        )
        ports_of_outcomes.fill(
            has_gone_round=status.has_gone_round,
            audience_of_section=status.audience_of_section,
            has_approved_minutes=status.has_approved_minutes,
            is_record_published=status.is_record_published,
            url_of_record=status.url_of_record,
            url_of_section=status.url_of_section,
        )
