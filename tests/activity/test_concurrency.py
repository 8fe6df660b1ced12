"""Several workers and hosts at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from activity import jobs
from activity.delivery import deliver
from activity.models import JobRun, OutboxMail
from tests.factories.rows import MembershipFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, times=6):
    def run(_number):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def waiting_mail(kinds):
    user = UserFactory()
    MembershipFactory(person=user.person)
    with transaction.atomic():
        (mail,) = kinds["noted"](TopicFactory()).to([user])
    return mail


def test_six_workers_send_one_mail_once(waiting_mail, mailbox):
    at_once(lambda: deliver(waiting_mail.pk))
    assert len(mailbox) == 1
    assert OutboxMail.objects.get().attempts == 1


def test_six_double_clicks_queue_one_mail(kinds, waiting_mail):
    target = TopicFactory(title="Doppelt")

    def click():
        with transaction.atomic():
            return kinds["noted"](target).to([waiting_mail.recipient])

    queued = at_once(click)
    assert sum(len(mails) for mails in queued) == 1
    assert OutboxMail.objects.filter(target_id=target.pk).count() == 1


def test_six_hosts_run_a_job_once(db):
    jobs.tick()
    JobRun.objects.update(next_at="2020-01-01T00:00:00Z")
    ran = at_once(lambda: jobs.tick([jobs.JOBS[0]]))
    assert sum(len(names) for names in ran) == 1
