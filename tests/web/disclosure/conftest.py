"""The record, the station and the browsers of the papers of a record."""

from tests.web.custodydesk.conftest import browsers, desk, north, people, south  # noqa: F401 (fixtures)
from tests.web.recordpapers.conftest import kept  # noqa: F401
