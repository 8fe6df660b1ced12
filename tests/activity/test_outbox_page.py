"""The outbox of the demonstration."""

import pytest

from activity.models import KeptMail

URL = "/postausgang/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "activity.backends.KeepingBackend"


@pytest.fixture
def kept(demo, cast, topic, tell, worker):
    tell("noted", topic, [cast.member_city], message="<script>alert(1)</script>")
    worker.drain()
    return KeptMail.objects.get()


def test_a_newcomer_can_follow_a_mail(kept, client, topic):
    assert "Thema: Offene Daten" in client.get(URL).content.decode()
    text = client.get(f"{URL}{kept.pk}/").content.decode()
    assert "member.city@example.org" in text
    assert f'href="http://testserver/themen/{topic.pk}/"' in text
    assert "<script>alert" not in text


def test_the_html_part_is_shown_without_power(kept, client):
    response = client.get(f"{URL}{kept.pk}/html/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_only_this_page_may_frame(kept, client):
    assert "frame-src 'self'" in client.get(f"{URL}{kept.pk}/").headers["Content-Security-Policy"]
    assert "frame-src" not in client.get(URL).headers["Content-Security-Policy"]


def test_outside_the_demonstration_it_does_not_exist(kept, client, settings):
    settings.DEMO = False
    for path in (URL, f"{URL}{kept.pk}/", f"{URL}{kept.pk}/html/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "Offene Daten" not in response.content.decode()


def test_an_empty_outbox_says_so(demo, db, client):
    assert "Noch keine Mail" in client.get(URL).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_with_many_mails(demo, db, client, rows, django_assert_max_num_queries):
    KeptMail.objects.bulk_create(
        KeptMail(to="a@example.org", subject="Probe", text="x") for _row in range(rows)
    )
    with django_assert_max_num_queries(3):
        client.get(URL)
