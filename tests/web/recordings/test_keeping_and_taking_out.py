"""Recordings: sent, sealed, signed for, taken out; what is not whole, not declared or erased is not there."""

import hashlib
import logging
import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from tests.web.custodydesk.walk import filled, problems, send

from habeas.custody import new_event_id
from habeas.custody.pieces import PIECE, sealed_size
from habeas.errors import NotRightError, RefusedError
from habeas.web.custody import actions as register
from habeas.web.custody import kept
from habeas.web.custody.erasing import finish_erasures
from habeas.web.journal.models import JournalEntry
from habeas.web.running.housekeeping import housekeeping
from habeas.web.running.register_checks import recordings as checked

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])

CANARY = b"zebrafinch"
FILM = b"\x00\x00\x00\x18ftypmp42" + CANARY * 20_000
SHA256 = hashlib.sha256(FILM).hexdigest()


def files(desk):
    return [path for path in (desk / "recordings").rglob("*") if path.is_file()]


@pytest.mark.bothdbs
def test_a_file_is_sealed_on_the_disk_counts_once_signed_and_comes_back_as_it_was(
    recorded, browsers, desk, caplog
):
    clara = browsers("clara")
    with caplog.at_level(logging.DEBUG):
        answer = recorded.give(clara, FILM, name="Tomas Brink zebrafinch.mp4")
        [file] = files(desk)
        assert file.name == SHA256
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.stat().st_size == sealed_size(len(FILM))
        assert CANARY not in file.read_bytes()
        assert recorded.last.kind == "interview_ended"
        assert "Nothing was written" in problems(send(clara, answer["Location"], pin="0000"))
        assert recorded.last.kind == "interview_ended"
        assert send(clara, answer["Location"])["Location"] == recorded.list
        said = recorded.last
        assert (said.kind, said.corrects, said.span_id) == ("recording_stopped", recorded.stopped, None)
        assert dict(said.data) | {"why": "", "late_reason": ""} == {
            "sha256": SHA256,
            "kept": "here",
            "why": "",
            "late_reason": "",
        }
        page = clara.get(recorded.list).content.decode()
        assert "kept here" in page
        assert SHA256 in page
        taken = clara.post(recorded.way("take", said.event_id), {"purpose": "lawyer"})
        assert b"".join(taken.streaming_content) == FILM
    assert taken["Content-Disposition"] == f'attachment; filename="recording-{SHA256[:12]}.mp4"'
    assert taken["Content-Length"] == str(len(FILM))
    assert "no-store" in taken["Cache-Control"]
    assert "zebrafinch" not in caplog.text
    entry = JournalEntry.objects.get(action="recording.taken_out")
    assert entry.revision.changes["purpose"] == [None, "lawyer"]
    assert not [one for one in JournalEntry.objects.all() if "zebrafinch" in str(vars(one))]
    assert not list(desk.rglob("*zebrafinch*"))


@pytest.mark.parametrize("given", ["deadbeef", "z" * 64, SHA256[:-1] + ("0" if SHA256[-1] != "0" else "1")])
def test_what_arrives_otherwise_than_declared_is_not_kept(recorded, browsers, desk, given):
    assert recorded.give(browsers("clara"), FILM, sha256=given).status_code == 200
    assert files(desk) == []


def test_a_hash_is_taken_as_recorders_show_it(recorded, browsers, desk):
    shown = " ".join(SHA256[place : place + 8].upper() for place in range(0, 64, 8))
    assert recorded.give(browsers("clara"), FILM, sha256=shown).status_code == 302
    assert len(files(desk)) == 1


def test_an_entry_that_names_its_hash_takes_no_other_file(recorded, browsers, desk):
    recorded.stopped = recorded.enter("recording_stopped", 9, sha256=SHA256)
    answer = recorded.give(browsers("clara"), FILM + b"!")
    assert "names another SHA-256" in problems(answer)
    assert files(desk) == []
    recorded.keep(browsers("clara"), FILM)
    assert recorded.last.data["kept"] == "here"


def body(recorded, client, data: bytes) -> bytes:
    """What a browser sends of the form: its token, the file, and after it the field that says so."""
    token = filled(client, recorded.way("file"))["csrfmiddlewaretoken"]
    head = b'Content-Disposition: form-data; name="%s"'
    file = head % b"file" + b'; filename="a"\r\nContent-Type: video/mp4\r\n\r\n' + data
    parts = [head % b"csrfmiddlewaretoken" + b"\r\n\r\n" + token.encode(), file]
    parts.append(head % b"whole" + b"\r\n\r\nyes")
    line = f"--{BOUNDARY}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


class Cut:
    """A body that ends before the length that was announced."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, size: int = -1) -> bytes:
        size = len(self._data) if size < 0 else size
        given, self._data = self._data[:size], self._data[size:]
        return given

    def readline(self, size: int = -1) -> bytes:
        end = self._data.find(b"\n") + 1
        return self.read(end or size)


class Unread:
    """A body that nobody may read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the request was read")

    readline = read


def posted(client, way: str, source, length: int):
    said = {"wsgi.input": source, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": MULTIPART_CONTENT}
    return client.generic("POST", way, **said)


@pytest.mark.parametrize("left", [200, 40_000])
def test_a_file_that_is_broken_off_leaves_nothing(recorded, browsers, desk, left):
    sent = body(recorded, browsers("clara"), FILM)
    answer = posted(browsers("clara"), recorded.way("file"), Cut(sent[:-left]), len(sent))
    assert "did not come whole" in problems(answer)
    assert files(desk) == []
    assert posted(browsers("clara"), recorded.way("file"), Cut(sent), len(sent)).status_code == 302


def test_too_large_is_refused_before_a_byte_is_read_and_so_is_what_the_disk_has_no_room_for(
    recorded, browsers, desk, settings
):
    way = recorded.way("file")
    answer = posted(browsers("clara"), way, Unread(), settings.LARGEST_RECORDING + 2_000_000)
    assert answer.status_code == 413
    assert "larger than this register takes" in answer.content.decode()
    settings.LARGEST_RECORDING = 2**60
    assert "too little room" in posted(browsers("clara"), way, Unread(), 2**59).content.decode()
    assert files(desk) == []


def test_no_file_an_empty_one_and_one_without_the_forms_token_leave_nothing(recorded, browsers, people, desk):
    clara = browsers("clara")
    form = filled(clara, recorded.way("file"))
    assert "Choose the file" in problems(clara.post(recorded.way("file"), form))
    # Django passes over a file without a name; one without content has a name
    sent = body(recorded, clara, b"")
    assert "empty" in problems(posted(clara, recorded.way("file"), Cut(sent), len(sent)))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people["clara"])
    answer = strict.post(recorded.way("file"), {"file": SimpleUploadedFile("a", FILM), "whole": "yes"})
    assert answer.status_code == 403
    assert files(desk) == []


def test_a_request_after_the_sign_in_ended_is_not_read(recorded, browsers):
    clara = browsers("clara")
    session = clara.session
    session["habeas.seen"] = time.time() - 100_000
    session.save()
    answer = posted(clara, recorded.way("file"), Unread(), 2**31)
    assert answer.status_code == 302
    assert "/account/sign-in/" in answer["Location"]


def test_no_entry_says_that_a_file_is_here_which_is_not(recorded):
    said = {
        "record_id": recorded.record_id,
        "event_id": new_event_id(recorded.now),
        "kind": "recording_stopped",
        "occurred_at": recorded.now.isoformat(),
        "data": {"sha256": SHA256, "kept": "here"},
    }
    with pytest.raises(RefusedError) as refused:
        register.take([said])
    assert refused.value.code == "event-names-no-file"


def test_a_place_elsewhere_needs_its_hash_and_stands_in_the_entry(recorded, browsers):
    clara, way = browsers("clara"), recorded.way("elsewhere")
    assert "64 characters" in problems(send(clara, way, where="shelf 4", sha256="12ab"))
    assert "required" in problems(send(clara, way, where="shelf 4", sha256=""))
    assert send(clara, way, where="shelf 4, disc 41", sha256=SHA256.upper()).status_code == 302
    assert recorded.last.data["where"] == "shelf 4, disc 41"
    assert recorded.last.data["kept"] == "elsewhere"
    page = clara.get(recorded.list).content.decode()
    assert "kept elsewhere" in page
    assert "shelf 4, disc 41" in page
    assert "take/" not in page


@pytest.mark.bothdbs
def test_who_takes_it_out(recorded, browsers, people, south):
    event_id = recorded.keep(browsers("clara"), FILM)
    way = recorded.way("take", event_id)
    said = {name: browsers(name).post(way, {"purpose": "court"}).status_code for name in people}
    assert said == {"clara": 200, "rana": 200, "irena": 200, "dov": 404, "aydan": 404, "omar": 404}
    assert JournalEntry.objects.filter(action="recording.taken_out").count() == 3
    for name in ("dov", "aydan"):
        page = browsers(name).get(recorded.list).content.decode()
        assert "kept here" in page
        assert "/take/" not in page
        assert "/file/" not in page


def test_a_file_that_was_changed_is_not_sent(recorded, browsers, desk):
    event_id = recorded.keep(browsers("clara"), b"x" * 3 * PIECE)
    [file] = files(desk)
    changed = bytearray(file.read_bytes())
    changed[PIECE + 2_000] ^= 1
    file.write_bytes(changed)
    assert "damaged" not in browsers("irena").get(recorded.list).content.decode()
    answer = browsers("irena").post(recorded.way("take", event_id), {"purpose": "oversight"})
    assert "nothing can be taken out" in answer.content.decode()
    assert not JournalEntry.objects.filter(action="recording.taken_out").exists()
    file.write_bytes(changed[:-10])
    assert "not here, or damaged" in browsers("irena").get(recorded.list).content.decode()
    answer = browsers("irena").post(recorded.way("take", event_id), {"purpose": "oversight"})
    assert "nothing can be taken out" in answer.content.decode()
    assert [one.state.value for one in checked()] == ["wrong"]


def test_a_whole_file_under_the_name_of_another_is_not_sent(recorded, browsers, desk):
    event_id = recorded.keep(browsers("clara"), FILM)
    arriving = kept.Arriving(recorded.record_id)
    arriving.take(FILM + b"and more")
    other = arriving.keep()
    folder = kept.folder_of(recorded.record_id)
    (folder / other.sha256).replace(folder / SHA256)
    answer = browsers("clara").post(recorded.way("take", event_id), {"purpose": "court"})
    assert "nothing can be taken out" in answer.content.decode()
    with (
        kept.open_kept(recorded.record_id, SHA256) as sealed,
        pytest.raises(NotRightError, match="another SHA-256"),
    ):
        b"".join(kept.pieces_of(sealed, SHA256))


def test_a_correction_at_the_desk_keeps_the_file_and_another_file_does_not_displace_the_first(
    recorded, browsers, desk
):
    clara = browsers("clara")
    event_id = recorded.keep(clara, FILM)
    correct = f"{recorded.path}correct/{event_id}/"
    assert "sha256" not in filled(clara, correct)
    assert send(clara, correct, why="one minute later").status_code == 302
    assert recorded.last.data["sha256"] == SHA256
    assert recorded.last.data["kept"] == "here"
    elsewhere = recorded.way("elsewhere", recorded.last.event_id)
    assert send(clara, elsewhere, where="disc 2", sha256="ab" * 32).status_code == 302
    page = clara.get(recorded.list).content.decode()
    assert "An earlier entry names another file" in page
    assert SHA256 in page
    taken = clara.post(recorded.way("take", event_id), {"purpose": "court"})
    assert b"".join(taken.streaming_content) == FILM


@pytest.mark.bothdbs
def test_a_file_that_nobody_signed_for_goes_after_a_day_and_a_named_one_stays(recorded, browsers, desk):
    recorded.keep(browsers("clara"), FILM)
    recorded.stopped = recorded.enter("recording_stopped", 8)
    recorded.give(browsers("clara"), b"never signed for")
    (kept.folder_of(recorded.record_id) / ".new-abc").write_bytes(b"the power went")
    assert [one.state.value for one in checked()] == ["right"]
    for file in files(desk):
        os.utime(file, (time.time() - kept.UNNAMED_FOR - 60,) * 2)
    assert [one.state.value for one in checked()] == ["warning"]
    housekeeping.func()
    assert [file.name for file in files(desk)] == [SHA256]
    assert [one.state.value for one in checked()] == ["right"]


@pytest.mark.bothdbs
def test_erased_the_file_is_gone_and_nothing_more_is_taken(recorded, browsers, desk):
    clara = browsers("clara")
    event_id = recorded.keep(clara, FILM)
    [file] = files(desk)
    copy = file.read_bytes()
    arriving = kept.Arriving(recorded.record_id)
    arriving.take(b"on its way")
    register.erase(recorded.record_id, legal_basis="section 12", asked_by="a1", approved_by="a2")
    assert files(desk) == []
    with pytest.raises(RefusedError) as refused:
        arriving.keep()
    assert refused.value.code == "record-erased"
    for what in ("take", "file", "elsewhere"):
        assert clara.get(recorded.way(what, event_id)).status_code == 404
    page = clara.get(recorded.list).content.decode()
    assert "was erased" in page
    assert "not here, or damaged" not in page
    assert [one.state.value for one in checked()] == ["right"]
    # the power failed after the entry and before the files: they go at the next start
    file.parent.mkdir()
    file.write_bytes(copy)
    finish_erasures()
    assert files(desk) == []


def test_what_was_not_recorded_is_said_on_the_record_its_day_and_its_paper(recorded, browsers):
    clara = browsers("clara")
    for way in (recorded.path, recorded.list):
        page = clara.get(way).content.decode()
        assert "Not recorded: " in page
        assert "(6 min)" in page
    assert "interview not recorded for 6 min" in clara.get(f"{recorded.path}day/").content.decode()
    paper = clara.post(f"{recorded.path}copy/", {"form": "html", "language": "en"}).content.decode()
    assert "The interview was not recorded from" in paper
    recorded.enter("recording_fault", 30)
    assert "(20 min)" in clara.get(recorded.list).content.decode()
