"""Which database these tests run on: the one that was meant, and our own."""

import os

import pytest
from django.db import connections

pytestmark = [pytest.mark.bothdbs, pytest.mark.django_db(databases=["default", "register", "keys"])]


@pytest.mark.parametrize("alias", ["default", "register", "keys"])
def test_the_database_that_answers_is_the_one_that_was_meant(alias: str) -> None:
    connection = connections[alias]
    if not os.environ.get("DATABASE_URL"):
        assert connection.vendor == "sqlite"
        return
    assert connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SHOW cluster_name")
        assert cursor.fetchone() == (os.environ.get("HABEAS_TEST_CLUSTER", ""),)
