"""Where the setting asks for it, what is near in sense is proposed too; the job reads, a page looks up."""

import pytest
from django_tasks_db.models import DBTaskResult
from tests.threads.letters import Letters
from tests.web.threads.test_proposals import CELLS, ask, page, way

from habeas.threads.sense import model
from habeas.web.journal.actions import record
from habeas.web.running import store_checks
from habeas.web.shell.planning import plan
from habeas.web.threads import sensing
from habeas.web.threads.jobs import read_sense

pytestmark = pytest.mark.django_db
BY_WORDS = "Proposed by the words that both have; what is right"


@pytest.fixture
def desk(signed_in, settings, tmp_path):
    from tests import cast

    settings.SENSE, settings.DATA = True, tmp_path
    return signed_in(cast.desk_officer())


def read_all() -> list[str]:
    """What a small encoder reads in the place of the model: only its vectors are other ones."""
    letters = Letters(model.WIDTH)
    while sensing.read_some(letters):
        pass
    return letters.read


def test_what_is_near_in_sense_is_proposed_and_says_by_which_model(desk) -> None:
    near = ask("Overcrowdedness", "2011")
    for number in range(8):
        ask(f"Pay wages to cooks, {number} of them.", "2012")
    now = ask("Overcrowding", "2021")
    before = page(desk, now)
    assert near.public_id not in before
    assert "Nothing that was asked before is proposed. The model has yet to read some of it" in before
    assert len(read_all()) == 10
    told = page(desk, now)
    assert near.public_id in told
    assert f"by the model {model.NAME}, which compares the sense and may be wrong" in told
    assert f"the same sense, by the model {model.NAME}" in told
    assert "The model has yet to read" not in told


def test_without_the_setting_nothing_is_read_and_nothing_is_said_of_a_model(desk, settings) -> None:
    ask(CELLS, "2015")
    settings.SENSE = False
    told = page(desk, ask(CELLS, "2021"))
    assert BY_WORDS in told
    assert model.NAME not in told
    assert list(store_checks.sense()) == []


def test_what_nobody_asks_any_more_is_taken_out(desk) -> None:
    ask("Open windows.", "2011")
    gone = ask("Close doors.", "2012")
    assert read_all() == ["Close doors.", "Open windows."]
    gone.delete()
    assert read_all() == []
    assert set(sensing.kept().of(["Open windows.", "Close doors."])) == {"Open windows."}


def test_a_damaged_file_leaves_the_words(desk) -> None:
    earlier, now = ask(CELLS, "2015"), ask(CELLS, "2021")
    file = sensing.kept().path
    file.parent.mkdir(parents=True)
    file.write_bytes(b"nothing of the kind")
    told = page(desk, now)
    assert BY_WORDS in told
    assert earlier.public_id in told
    assert [one.state.value for one in store_checks.sense()] != ["right"]


@pytest.mark.skipif(model.is_installed(), reason="the model multilingual-e5-small is installed")
def test_without_the_model_the_job_ends_and_doctor_says_what_to_do(desk) -> None:
    ask(CELLS, "2015")
    plan(read_sense)
    read_sense.func()
    [found] = store_checks.sense()
    assert "not installed" in found.message
    assert model.INSTALL in found.advice
    assert desk.get(way("thread", ask(CELLS, "2021"))).status_code == 200


def test_what_is_written_of_a_report_enters_the_job(desk, django_capture_on_commit_callbacks) -> None:
    def entered() -> int:
        return DBTaskResult.objects.filter(task_path=read_sense.module_path).count()

    with django_capture_on_commit_callbacks(execute=True):
        record(None, "ask.added", ask(CELLS, "2015"))
    assert entered() == 1
