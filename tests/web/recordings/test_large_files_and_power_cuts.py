"""A large file never lies in memory, and one that an entry may name is on the disk whatever happens."""

import hashlib
import os
import random
import tracemalloc

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from tests.web.custody.disk import Disk, calls, traced
from tests.web.custodydesk.walk import filled
from tests.web.recordings.keeping import CONTENT

from habeas.custody.pieces import sealed_size
from habeas.web.custody import kept
from habeas.web.custody.models import Record

MANY = 64 * 2**20
MOST_MEMORY = 6 * 2**20
HEAD = b'Content-Disposition: form-data; name="%s"'


class Long:
    """The body of a form with a file of so many bytes, made while it is read."""

    def __init__(self, token: str, size: int) -> None:
        line = f"\r\n--{BOUNDARY}\r\n".encode()
        file = HEAD % b"file" + b'; filename="a"\r\nContent-Type: video/mp4\r\n\r\n'
        self._before = line[2:] + HEAD % b"csrfmiddlewaretoken" + b"\r\n\r\n" + token.encode() + line + file
        self._after = line + HEAD % b"whole" + b"\r\n\r\nyes" + line[:-2] + b"--\r\n"
        self._left = size
        self.length = len(self._before) + size + len(self._after)
        self.hash = hashlib.sha256()

    def read(self, size: int) -> bytes:
        if self._before:
            given, self._before = self._before[:size], self._before[size:]
        elif self._left:
            given = (self._left.to_bytes(8, "big") * (size // 8 + 1))[: min(size, self._left)]
            self._left -= len(given)
            self.hash.update(given)
        else:
            given, self._after = self._after[:size], self._after[size:]
        return given

    readline = read


@pytest.mark.django_db(databases=["default", "register", "keys"])
def test_neither_on_its_way_in_nor_out_is_a_large_file_in_memory(recorded, browsers, desk):
    clara, way = browsers("clara"), recorded.way("file")
    source = Long(filled(clara, way)["csrfmiddlewaretoken"], MANY)
    said = {"CONTENT_LENGTH": str(source.length), "CONTENT_TYPE": MULTIPART_CONTENT, "wsgi.input": source}
    tracemalloc.start()
    try:
        answer = clara.generic("POST", way, **said)
        assert answer.status_code == 302
        seen = source.hash.hexdigest()
        with kept.open_kept(recorded.record_id, seen) as sealed:
            assert sum(map(len, kept.pieces_of(sealed, seen))) == MANY
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer["Location"].endswith(f"/file/{seen}/")
    assert peak < MOST_MEMORY
    [file] = (desk / "recordings").glob("*/*")
    assert file.stat().st_size == sealed_size(MANY)
    assert Record.objects.get(record_id=recorded.record_id).erased is False


def test_a_file_is_on_the_disk_before_an_entry_can_name_it(tmp_path):
    folder, trace = tmp_path / "data", tmp_path / "trace"
    env = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    traced(["-m", "tests.web.recordings.keeping", str(folder)], trace, env=env | {"HABEAS_DATA": str(folder)})
    sha256, chance = hashlib.sha256(CONTENT).hexdigest(), random.Random(20261128)  # noqa: S311 (always the same)
    folder_of = hashlib.sha256(b"r1").hexdigest()[:32]
    disk, named = Disk(tmp_path / "nothing"), f"recordings/{folder_of}/{sha256}"
    disk.folder = folder
    whole, lost = (folder / named).read_bytes(), 0
    for call in calls(trace, folder):
        if call.said == f"kept {sha256}\n":
            break
        if folder_of in call.path:
            disk.take(call)
            image = disk.after(chance)
            assert image.get(named, whole) == whole  # by its name it is there whole, or not at all
            lost += named not in image
    else:
        pytest.fail("the program kept nothing")
    assert lost > 3
    for _cut in range(20):
        assert disk.after(chance)[named] == whole
