"""The station, the people and the browsers of the desk's tests."""

from tests.web.custodydesk.conftest import browsers, desk, north, people, south

__all__ = ["browsers", "desk", "north", "people", "south"]
