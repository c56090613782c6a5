"""The pen of a server, with its thread, which takes in one commit all that wait: what it refuses."""

import threading
from collections.abc import Iterator

import pytest
from tests.web.custody.test_machines import Machine, refused, said

from habeas.custody import event_from
from habeas.web.custody import writing
from habeas.web.custody.ledger import Submission
from habeas.web.custody.models import Entry
from habeas.web.stations import actions
from habeas.web.stations.models import Station

pytestmark = [
    pytest.mark.bothdbs,
    pytest.mark.django_db(databases=["default", "register", "keys"], transaction=True),
    pytest.mark.usefixtures("on_its_surface"),
]


class HeldUp:
    """A clock that does not answer until it is told to: the pen that asks it stands before its commit."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def __call__(self):
        self.asked.set()
        assert self.go_on.wait(60)
        return writing.wall_clock()


@pytest.fixture
def clock() -> Iterator[HeldUp]:
    clock = HeldUp()
    yield clock
    clock.go_on.set()  # else the pen that is closed after a test that failed waits for it


@pytest.fixture
def pen(clock, on_its_surface, monkeypatch) -> writing.GroupCommit:
    """The pen of this process as a server opens it, held up by the clock."""
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(writing, "wall_clock", clock)
        pen = writing.open_for_server()
    assert isinstance(pen, writing.GroupCommit)
    return pen


def test_a_machine_is_refused_while_too_many_wait_and_what_it_sends_again_is_taken_once(
    pen, clock, monkeypatch
):
    monkeypatch.setattr(writing, "MOST_WAITING", 2)
    machine = Machine(actions.add_station(None, Station(code="north-1", name="North (invented)")))
    before = [event_from(said(record="before"), now=writing.wall_clock()) for _each in range(3)]
    answers = [pen.submit(Submission((before[0],)))]
    assert clock.asked.wait(60), "the first is about to be committed"
    answers += [pen.submit(Submission((one,))) for one in before[1:]]
    sent = [said("record_opened"), said()]

    answer = machine.send(*sent)
    assert refused(answer) == (503, "register-busy", None)
    assert answer["Retry-After"] == "5"
    assert not any(one.done() for one in answers)
    assert not Entry.objects.exists()

    clock.go_on.set()
    assert [one.result(60)[0].event_id for one in answers] == [one.event_id for one in before]
    assert Entry.objects.count() == 3, "nothing of what was refused is taken, at once or later"
    taken = machine.send(*sent)
    assert taken.status_code == 200, taken.content
    assert machine.send(*sent).content == taken.content
    ids = [*(one.event_id for one in before), *(one["event_id"] for one in sent)]
    assert list(Entry.objects.order_by("number").values_list("event_id", flat=True)) == ids
