"""What every test may ask for. People are in ``cast.py``."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client, override_settings

from habeas.web.custody import triggers as custody_triggers
from habeas.web.custody import wall, writing
from habeas.web.journal import triggers as journal_triggers
from habeas.web.journal.models import JournalEntry
from habeas.web.people.models import User
from habeas.web.running.stores import locks


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported and collected stays to the end: it is not looked through again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _quick_settings(tmp_path_factory):
    """Nothing in the checkout's own data folder, and nothing slow: no Argon2, static files when asked for."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DATA=tmp_path_factory.mktemp("data"),
        STATIC_ROOT=None,
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Tables are made as the models have them, as the product makes those of an empty store."""
    for alias in connections:
        connections[alias].settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What is only ever added to is locked, as in the product.

    A store that no collected test uses was not made: what its alias names is that of the installation.
    """
    made = [
        alias
        for alias in connections
        if str(connections[alias].settings_dict["NAME"]).startswith(("test_", "file:memorydb"))
    ]
    with django_db_blocker.unblock():
        for alias in made:
            with connections[alias].cursor() as cursor:
                for statement in locks(alias):
                    cursor.execute(statement)


# The same examples on every machine and every run, and no clock held to them: `make torture` looks further.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _own_cache():
    """Counts of attempts are kept in the cache: no test sees another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_pen():
    """What one test wrote to the register is rolled back: no other goes on from it."""
    yield
    writing.close_pen()


@pytest.fixture(autouse=True)
def _sees_everything():
    """A test itself looks over the wall of the register; what it asks for as somebody stands behind it."""
    with wall.everything():
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied():
    """Tests that commit empty every table at their end: the journal's locks are lifted for that moment."""
    emptied = BaseDatabaseOperations.execute_sql_flush

    def with_locks_lifted(self, sql_list):
        tables = self.connection.introspection.table_names()
        locked = [each for each in (custody_triggers, journal_triggers) if each.TABLES[0] in tables]
        with self.connection.cursor() as cursor:
            for statement in (one for each in locked for one in each.remove(self.connection.vendor)):
                cursor.execute(statement)
        emptied(self, sql_list)
        with self.connection.cursor() as cursor:
            for statement in (one for each in locked for one in each.install(self.connection.vendor)):
                cursor.execute(statement)

    BaseDatabaseOperations.execute_sql_flush = with_locks_lifted
    yield
    BaseDatabaseOperations.execute_sql_flush = emptied


@pytest.fixture
def signed_in(db) -> Callable[[User], Client]:
    """Return a browser in which somebody is signed in: ``signed_in(cast.desk_officer())``."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return browser


@pytest.fixture
def journalled(db) -> Callable[..., object]:
    """Hold an action to its entry: ``with journalled("place.renamed"): actions.rename_place(…)``.

    Fails unless exactly one entry of that kind is written, and gives it back in a list.
    """

    @contextmanager
    def expecting(action: str) -> Iterator[list[JournalEntry]]:
        before = JournalEntry.objects.filter(action=action).count()
        found: list[JournalEntry] = []
        yield found
        written = JournalEntry.objects.filter(action=action).order_by("number")[before:]
        assert len(written) == 1, f"{len(written)} entries of {action} were written, not one"
        found.extend(written)

    return expecting


@pytest.fixture
def vendor() -> str:
    """``sqlite`` or ``postgresql``."""
    return connection.vendor
