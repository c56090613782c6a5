"""A store with one fact of every kind in each class, and its index."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests import cast
from tests.web.facts import every_kind, orland

from habeas.web.people.access import NOBODY, Reader
from habeas.web.places.models import Place
from habeas.web.reading import actions as reading
from habeas.web.reading import kept as read
from habeas.web.reading import progress
from habeas.web.reading.models import Reading
from habeas.web.reports.models import DocumentAct, Theme
from habeas.web.search import gathering, kept
from habeas.web.search.access import Asked, Found, find
from habeas.web.search.models import Waiting
from habeas.web.visits.models import Membership

CANARY = "zebrafinch"
EVERYTHING = "doors OR ministry OR report OR place OR talks OR subject OR claim OR reasons OR incident OR aim"
"""Words of which each fact of ``every_kind`` has one."""


@pytest.fixture
def index_folder(settings, tmp_path):
    """A data folder of this test's own, with no index yet."""
    settings.DATA = tmp_path
    return tmp_path / "search"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory) -> Path:
    """An index of law, rules and help, made once: each store begins with a copy of it."""
    folder = tmp_path_factory.mktemp("shelf")
    for name in ("public", "all"):
        (folder / name).mkdir()
        kept.parts().make_anew(folder / name, gathering.of_the_shelf())
    return folder


@pytest.fixture
def store(db, index_folder, shelf) -> Any:
    """What is public, what is held back, and what was transmitted; each with a mark of its own."""
    party = orland()
    party.public_id = cast.PARTY
    party.save()
    shown, held, sent = (
        every_kind(klass, mark)
        for klass, mark in (("public", "plain"), ("confidential", CANARY), ("confidential", "sentfinch"))
    )
    DocumentAct.objects.create(document=sent.document, kind="transmitted", date="2018")
    held.ask.themes.add(Theme.objects.create(name=f"Cell of {CANARY}"))
    Place.objects.filter(pk=held.place.pk).update(kind="psychiatric")
    shutil.copytree(shelf, index_folder)
    _read(party)
    Waiting.objects.all().delete()
    Waiting.objects.create(mark=f"parties.party:{party.public_id}")
    kept.take_in()
    return SimpleNamespace(shown=shown, held=held, sent=sent, party=party)


def _read(party: Any) -> None:
    """A document that was read, in a language that has no rules: no proposal came of it."""
    row = Reading(party=party, form="press", suffix=".txt", date="2024-07-05")
    reading.bring(cast.reader(cast.desk_officer("reader")), row, [b"text"])
    text = f"Отчёт {CANARY}.\n\nПолиция не пускает к задержанным адвокатов.\n\nA report."
    said = {"schema": "habeas/press/1", "text": text, "language": "ru"}
    read.keep_said(row, said)
    progress.begin(row)
    reading.finish(row, {"said": said, "boxes": {}, "sizes": []}, [])


@pytest.fixture
def keys():
    """The keys that a reader finds, and what was counted."""

    def look(text: str, reader: Reader = NOBODY, **more: Any) -> Found:
        return find(reader, Asked(text=text, **more), limit=500)

    return look


@pytest.fixture
def member(store):
    """Who belongs to the delegation of the visit that is held back, and so reads the file."""
    user = cast.delegation_member("lise")
    Membership.objects.create(visit=store.held.visit, user=user, role="member", from_day=cast.LONG_AGO)
    return user
