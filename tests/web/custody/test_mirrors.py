"""Mirrors of the log: listed, seen to read, withdrawn; and a log that ended in a loss stays to be read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.web.custody.conftest import one

from habeas.errors import RefusedError
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.note import parse_note
from habeas.web.custody import restoring, writing
from habeas.web.custody.publisher import publish_now
from habeas.web.stations import actions
from habeas.web.stations.models import Mirror

pytestmark = [
    pytest.mark.bothdbs,
    pytest.mark.django_db(databases=["default", "register", "keys"]),
    pytest.mark.usefixtures("on_its_surface"),
]
BUNDLE = "tile/entries/000.p/1"


@pytest.fixture
def published(event):
    writing.pen().append(one(event("record_opened"), as_recorded=True))
    publish_now()


def read(token: str, path: str = BUNDLE) -> int:
    return Client().get(f"/log/{path}", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_mirror_is_let_in_seen_to_read_and_withdrawn(signed_in, published, journalled):
    head = signed_in(cast.head_of_body())
    with journalled("mirror.added"):
        shown = head.post("/stations/mirrors/add/", {"name": "NPM (invented)"}).content.decode()
    token = shown.partition('class="address">')[2].partition("<")[0]
    mirror = Mirror.objects.get()
    assert "has not read yet" in head.get("/stations/mirrors/").content.decode()
    with journalled("mirror.read"):
        assert (read(token), read("another")) == (200, 401)
    page = head.get("/stations/mirrors/").content.decode()
    assert "last read on" in page
    assert token not in page
    first = Mirror.objects.get().read_at
    read(token)
    assert Mirror.objects.get().read_at == first, "not each of thousands of files is noted"
    Mirror.objects.update(read_at=timezone.now() - timedelta(days=3))
    read(token)
    assert Mirror.objects.get().read_at > first
    withdraw = f"/stations/mirrors/{mirror.public_id}/withdraw/"
    assert "reads no entry more" in head.get(withdraw).content.decode()
    with journalled("mirror.withdrawn"):
        assert head.post(withdraw, {"csrfmiddlewaretoken": "x"}).status_code == 302
    assert read(token) == 401
    assert "withdrawn" in head.get("/stations/mirrors/").content.decode()
    assert head.get(withdraw).status_code == 404


def test_after_a_loss_the_log_that_ended_is_read_beside_the_new_one(event, published):
    _mirror, token = actions.add_mirror(None, "NPM (invented)")
    own = "north.example-register"
    now = Client().get("/log/checkpoint").content
    assert Client().get(f"/log/{own}/checkpoint").content == now, "its own address holds from the start"
    writing.close_pen()
    for taken in ("north.example/register", "north.example-register"):
        with pytest.raises(RefusedError, match="one name for ever"):
            restoring.open_next_log(taken)
    restoring.open_next_log("north.example/register-2")
    publish_now()
    ended = Client().get(f"/log/{own}/checkpoint").content
    new = Client().get("/log/checkpoint").content
    assert ended == now != new
    assert parse_checkpoint(parse_note(new).text).origin == "north.example/register-2"
    assert Client().get("/log/north.example-register-2/checkpoint").content == new
    for path in ("tile/0/000.p/1", BUNDLE):
        assert read(token, f"{own}/{path}") == 200
    assert Client().get(f"/log/{own}/{BUNDLE}").status_code == 401
    for path in ("nothing/checkpoint", f"{own}/tile/0/009", "../checkpoint"):
        assert read(token, path) == 404
