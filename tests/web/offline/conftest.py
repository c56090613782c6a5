"""The station, the people and the browsers of the desk's tests, and a machine that queues."""

import pytest
from tests.web.custodydesk.conftest import browsers, desk, north, people, south
from tests.web.custodydesk.walk import send
from tests.web.offline.machine import Machine

from habeas.web.stations.access import browsers_of

__all__ = ["browsers", "desk", "north", "people", "south"]


@pytest.fixture
def clara(north, browsers):
    """Clara at her desk."""
    return browsers("clara")


@pytest.fixture
def machine(clara, north) -> Machine:
    """The browser of her desk, which was let queue entries."""
    made = Machine()
    path = "/custody/without-network/north/enrol/"
    assert send(clara, path, name="desk 2", public_key=made.public_key).status_code == 302
    [device] = browsers_of(north)
    made.device = device.device_id
    return made
