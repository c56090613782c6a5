"""A record of the station that is over, the browsers, and a head who sets nothing but erasures in train."""

import pytest
from tests import cast
from tests.web.custodydesk.conftest import browsers, desk, north, people  # noqa: F401 (fixtures)
from tests.web.recordpapers.conftest import kept  # noqa: F401


@pytest.fixture
def head(desk, signed_in):  # noqa: F811
    return signed_in(cast.head_of_body())


@pytest.fixture
def period(desk):  # noqa: F811
    """Set how long records are kept, in days, from a law that is invented."""

    def write(days: int, since: str = "2020-01-01") -> None:
        (desk / "site.toml").write_text(
            'name = "North"\n[minutes]\n[[retention]]\n'
            f'value = {days}\nunit = "days"\nsource = "Act on police data, section 12 (invented)"\n'
            f"in_force_from = {since}\n",
            "utf-8",
        )

    return write
