"""The job that reminds enters itself for the next week, and holds nothing of anybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from habeas.errors import RefusedError
from habeas.web.running.reminding import reminding
from habeas.web.settings import _mail_server


@pytest.mark.django_db
def test_it_waits_once_for_the_next_week_whatever_came_of_it() -> None:
    for _ in range(2):
        reminding.call()
    (waiting,) = DBTaskResult.objects.filter(task_path=reminding.module_path, status=TaskResultStatus.READY)
    assert timedelta(days=6) < waiting.run_after - timezone.now() <= timedelta(days=7)
    assert waiting.args_kwargs == {"args": [], "kwargs": {}}


@pytest.mark.parametrize("given", ["mail.example", "http://mail.example", "smtp://", "smtps:mail.example"])
def test_a_server_of_mail_that_cannot_be_read_is_refused_by_name(given) -> None:
    with pytest.raises(RefusedError, match="HABEAS_MAIL"):
        _mail_server(given)


def test_without_a_server_of_mail_there_is_none() -> None:
    assert _mail_server("").hostname is None
    assert _mail_server("smtp+starttls://name:p%40ss@mail.example:2525").hostname == "mail.example"
