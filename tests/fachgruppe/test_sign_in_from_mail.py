"""A link from a mail, followed without a sign-in: the way to the page is never lost."""

from tests.factories.rows import MeetingFactory


def test_a_members_page_offers_to_sign_in_and_come_back(client, cast):
    meeting = MeetingFactory()
    answer = client.get(meeting.get_absolute_url() + "?seite=2")
    assert answer.status_code == 404
    assert f"/konto/login/?next=%2Ftreffen%2F{meeting.pk}%2F%3Fseite%3D2" in answer.text


def test_a_page_that_does_not_exist_answers_just_the_same(client, cast):
    meeting = MeetingFactory()
    hidden, missing = client.get(f"/treffen/{meeting.pk}/"), client.get(f"/treffen/{meeting.pk + 1}/")
    assert hidden.status_code == missing.status_code
    same = hidden.text.replace(f"%2F{meeting.pk}%2F", "").split("</h1>")[1].split("<footer")[0]
    assert same == missing.text.replace(f"%2F{meeting.pk + 1}%2F", "").split("</h1>")[1].split("<footer")[0]
