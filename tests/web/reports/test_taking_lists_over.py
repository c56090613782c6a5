"""A list of what was asked comes in whole or not at all, and goes out as it came."""

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from tests.documents.real import beginning_of, real

from habeas.clock import Edtf
from habeas.documents.asks import AskKind, Position, ReadAsk
from habeas.documents.lists.upr_info import read_upr_info
from habeas.dossier.facts import Klass, Source
from habeas.errors import RefusedError
from habeas.web.journal.models import JournalEntry
from habeas.web.parties.actions import add_party
from habeas.web.parties.models import Party
from habeas.web.people.access import NOBODY
from habeas.web.reports.access import asks_for
from habeas.web.reports.actions import IntakeOf, Repeated, TakenAsks, take_asks
from habeas.web.reports.exporting import export_upr_info
from habeas.web.reports.models import Ask, Intake, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]

FILE = "upr_info_detention_torture_2008_2014.csv"
LIST = Source(name="List of UPR Info", address="https://upr-info.org/", date=Edtf.parse("2014"))
UNNAMED = Source(name="A list on a desk")


def taken(path: Path, **wanted: object) -> TakenAsks:
    read = read_upr_info(path)
    assert read.taken is not None
    intake = IntakeOf(
        format="upr-info",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        header=read.headings,
        encoding=read.taken.encoding,
        newline=read.taken.newline,
        bom=read.taken.bom,
    )
    told: dict[str, object] = {"klass": Klass.PUBLIC, "source": LIST, "make_parties": True} | wanted
    return take_asks(None, read.whole(), intake=intake, **told)  # type: ignore[arg-type]


def ask(text: str = "Inform every person of the right to a lawyer.", **more: object) -> ReadAsk:
    given: dict[str, object] = {"kind": AskKind.RECOMMENDATION, "party": "Orland", "line": 2} | more
    return ReadAsk(text=text, **given)  # type: ignore[arg-type]


def take(*asks: ReadAsk, **wanted: object) -> TakenAsks:
    told: dict[str, object] = {"klass": Klass.CONFIDENTIAL, "source": UNNAMED} | wanted
    told.setdefault("intake", IntakeOf(format="csv", sha256="0" * 64, name="old.csv"))
    return take_asks(None, asks, **told)  # type: ignore[arg-type]


def test_all_of_the_real_list_comes_in_and_goes_out_byte_for_byte() -> None:
    path = real(FILE)
    seen: list[int] = []
    done = taken(path, progress=seen.append)
    assert (done.added, len(done.parties_made), done.refused) == (5764, 193, [])
    assert seen == [1000, 2000, 3000, 4000, 5000, 5764]
    out = io.BytesIO()
    assert export_upr_info(asks_for(NOBODY), out) == 5764
    assert out.getvalue() == path.read_bytes()


def test_a_list_of_a_classic_macintosh_goes_out_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "mac.csv"
    text = beginning_of(real(FILE), 300).decode().replace("\r\n", "\r")
    path.write_bytes(text.encode("mac_roman", errors="replace"))
    assert taken(path).added == 300
    out = io.BytesIO()
    assert export_upr_info(asks_for(NOBODY), out) == 300
    assert out.getvalue() == path.read_bytes()


def test_the_same_file_again_adds_nothing_or_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    row = "Orland,X,Y,Open the cells.,Vale,X,Y,Accepted,5,Detention,5,1-5\r\n"
    path.write_bytes(
        (
            "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session,file\r\n" + row * 2
        ).encode()
    )
    assert taken(path).added == 2  # a row that is twice in a file is two rows
    again = taken(path)
    assert (again.added, again.repeated) == (0, [2, 3])
    assert taken(path, repeated=Repeated.KEEP).added == 2
    assert Ask.objects.count() == 4


def test_a_part_of_a_list_goes_out_in_its_form(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    head = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session,file\n"
    one = 'Orland,X,Y,"Open the cells, now.",Vale,X,Y,Accepted,5,"Torture,Detention",5,1-5\n'
    two = "Vale,X,Y,Close them.,Orland,X,Y,Noted,4,Detention,6,6-9\n"
    path.write_bytes((head + one + two).encode())
    taken(path)
    out = io.BytesIO()
    export_upr_info(asks_for(NOBODY).filter(party__name="Orland"), out)
    assert out.getvalue().decode() == head + one


def test_a_party_that_nobody_knows_refuses_the_list_and_leaves_nothing() -> None:
    add_party(None, name="Orland")
    before = JournalEntry.objects.count()
    with pytest.raises(RefusedError) as refused:
        take(ask(), ask(party="Nowhere", line=3))
    assert (refused.value.code, str(refused.value.where)) == ("rows-refused", "old.csv:3, column Party")
    assert not Ask.objects.exists()
    assert not Intake.objects.exists()
    assert JournalEntry.objects.count() == before


def test_a_dry_run_tells_every_row_that_cannot_be_taken_and_keeps_nothing() -> None:
    add_party(None, name="Orland")
    tried = take(ask(), ask(party="Nowhere", line=3), ask(number="9" * 41, line=4), dry_run=True)
    assert [(row.line, row.code) for row in tried.refused] == [(3, "party-unknown"), (4, "value-too-long")]
    assert tried.added == 1
    assert [model.objects.count() for model in (Ask, Intake, Theme)] == [0, 0, 0]


def test_a_party_is_found_by_another_spelling_of_its_name() -> None:
    party = add_party(None, name="Orland")
    party.names.create(name="Republic of Orland")
    assert take(ask(party="REPUBLIC OF  ORLAND")).added == 1
    assert Ask.objects.get().party == party


def test_public_needs_a_source_with_date_and_address() -> None:
    with pytest.raises(RefusedError, match="date and its address"):
        take(ask(), klass=Klass.PUBLIC, source=replace(LIST, date=None))
    assert not Ask.objects.exists()


def test_what_comes_in_is_confidential_and_no_reader_of_the_public_sees_it() -> None:
    take(ask("Canary: open the cells."), make_parties=True)
    assert Ask.objects.get().klass == Party.objects.get().klass == "confidential"
    assert not asks_for(NOBODY).exists()


def test_a_public_list_opens_a_party_but_none_with_a_note_about_it() -> None:
    party = add_party(None, name="Orland")
    assert take(ask(), klass=Klass.PUBLIC, source=LIST).parties_opened == ["Orland"]
    party.refresh_from_db()
    assert party.klass == "public"
    add_party(None, name="Vale", note="Canary: told in confidence.")
    with pytest.raises(RefusedError, match="cannot be opened"):
        take(ask(party="Vale"), klass=Klass.PUBLIC, source=LIST)


def test_a_list_has_one_entry_in_the_journal_with_its_counts() -> None:
    add_party(None, name="Orland")
    take(ask(), ask("Another.", position=Position.NOTED, themes=("Detention",)))
    entry = JournalEntry.objects.get(action="asks.taken_over")
    assert entry.revision.changes["added"] == [None, 2]
    assert entry.party_id == Party.objects.get().public_id
    assert entry.object_id == Intake.objects.get().public_id


def test_an_annotation_of_several_states_becomes_one_ask_for_each() -> None:
    done = take(ask(further_parties=("Vale",)), make_parties=True)
    assert (done.added, Intake.objects.get().rows) == (2, 1)


def test_the_text_stands_as_it_came() -> None:
    text = "  Two  blanks,\nand a line\tend. "
    take(replace(ask(), text=text), make_parties=True)
    assert Ask.objects.get().text == text
