"""What the tests of the desk for reading share: a data folder, and a document that was read."""

from collections.abc import Callable
from typing import Any

import pytest
from tests import cast
from tests.web.facts import orland

from habeas.web.people.models import User
from habeas.web.reading import actions, kept, progress, working
from habeas.web.reading.models import Reading

CANARY = "zebrafinch"
PARTS = (
    "Record the first hour of custody (Velmark);",
    "Let a lawyer in at once. Tell a relative (Sarrow);",
    f"Open the cells to {CANARY} (Velmark).",
)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """A data folder of this test's own."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir(mode=0o700)


@pytest.fixture
def dana(db) -> User:
    """The desk officer who reviews."""
    return cast.desk_officer()


@pytest.fixture
def read(dana) -> Callable[..., Reading]:
    """A document as it stands once it was read: three recommendations, and where they stand."""

    def made(**more: Any) -> Reading:
        row = Reading(party=orland(), form="recommendations", suffix=".pdf", date="2026-10")
        actions.bring(cast.reader(dana), row, [b"%PDF-1.7 ", CANARY.encode()])
        found = said(**more)
        kept.keep_said(row, found["said"])
        progress.begin(row)
        actions.finish(row, found, list(working.proposals_of(row, found)))
        return row

    return made


def said(parts: tuple[str, ...] = PARTS, **more: Any) -> dict[str, Any]:
    """What the process that reads says of it."""
    text, asks, boxes = "Before it. ", [], []
    for number, part in enumerate(parts, 1):
        span = [len(text), len(text) + len(part)]
        one = {"number": f"1.{number}", "text": part, "by": ["Velmark"], "page": 1, "span": span}
        asks.append(
            {**one, "position": "accepted", "position_as_written": "Supported", "themes": ["Custody"]}
        )
        boxes.append([[1, 100.0, 700.0 - 40 * number, 300.0, 712.0 - 40 * number]])
        text += part + " "
    told = {"schema": "habeas/recommendations/1", "reference": "A/HRC/99/31", "text": text, "asks": asks}
    return {"said": {**told, "warnings": [], **more}, "sizes": [[595.0, 842.0]], "boxes": {"asks": boxes}}
