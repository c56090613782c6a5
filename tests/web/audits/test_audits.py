"""Audits in the web: asked for, watched, read, and by whom; and what leaves the register for one."""

import gzip
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from tests import cast
from tests.web.audits.conftest import CANARY, zipped

from habeas.errors import RefusedError
from habeas.procedure.visit.acts import Programmed
from habeas.safeguards import Site, example_site
from habeas.safeguards.audit import Asked, chosen
from habeas.safeguards.figures import Line
from habeas.safeguards.fingerprint import fingerprint
from habeas.safeguards.tables import names_any
from habeas.web.audits import access, actions, comparing, jobs, kept, one_record, proposing, showing
from habeas.web.audits.models import Audit, Register, TakenOver
from habeas.web.audits.unpacking import delivery, name_here
from habeas.web.custody.models import Record
from habeas.web.journal.models import JournalEntry
from habeas.web.people.roles import Role
from habeas.web.visits.actions import begin
from habeas.web.visits.models import Membership, Visit

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])


LATE, PAIRS = "register.written-promptly", "register.closed-pairs"


def in_custody(enter) -> None:
    """Two records with a name; in each something was written two hours after it happened."""
    for record in ("r1", "r2"):
        enter("apprehended", 300, record=record)
        enter("record_opened", 290, record=record, name=CANARY, juvenile=True, jurisdiction="CoE")
        enter("rights_informed", 280, record=record, late=120)


def carried_out(row: Audit) -> Audit:
    """The audit once the job was at it."""
    jobs.carry_out_audits.call()
    row.refresh_from_db()
    return row


def asked(user, rule_set="register", **said) -> Audit:
    """An audit that somebody asks for, of the register kept here where nothing else is said."""
    row = Audit(rule_set=rule_set, **{"as_of": datetime.now(UTC)} | said)
    actions.ask(cast.reader(user), row)
    return row


@pytest.mark.bothdbs
def test_an_audit_of_the_register_kept_here(enter, signed_in, monkeypatch):
    in_custody(enter)
    browser = signed_in(cast.inspector())
    begun = browser.post(reverse("audits:ask"), {"register": "own", "rule_set": "register"})
    row = Audit.objects.get()
    waiting = browser.get(begun.url).content.decode()
    assert "It waits for its turn." in waiting
    assert 'http-equiv="refresh"' in waiting

    worked_on = set()
    really = kept.put_away_work

    def look(of: Audit) -> None:
        for path in filter(Path.is_file, kept.work_of(of).rglob("*")):
            worked_on.add(path.name)
            assert CANARY.encode() not in path.read_bytes()
        really(of)

    monkeypatch.setattr(kept, "put_away_work", look)
    assert carried_out(row).state == "done", row.refusal
    assert {"part-00000.parquet", "records.parquet"} <= worked_on
    assert not kept.work_of(row).exists()
    files = filter(Path.is_file, kept.folder_of(row).rglob("*"))
    assert not any(CANARY.encode() in path.read_bytes() for path in files)

    page = browser.get(begun.url).content.decode()
    assert "<dt>Records</dt><dd>2 records, 6 entries</dd>" in page
    now = f"{row.as_of:%H:%M} UTC"
    assert re.search(rf"<dt>Judged as of</dt><dd>\d+ \w+ \d{{4}}, {now}</dd>", page)
    assert page.index('id="matters"') < page.index('id="cannot-show"') < page.index(f'id="{LATE}"')
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page[page.index('id="matters"') :])) <= ids
    record = one_record.ways(row, ["r1"])["r1"]
    assert record in page[page.index('id="pull"') :]  # to be opened first
    assert "North (invented)" in page[page.index('id="pull"') :]
    looked_at = page[page.index('id="signals"') :]
    assert "It can mean" in looked_at
    assert re.search(r">CPT, 2nd[^<]* 40</bdi></a> \(not yet checked", looked_at)
    assert record in looked_at
    address = reverse("audits:occasions", args=[row.public_id])
    asks = f"{address}?rule={LATE}&verdict=breached"
    for shown in (page, browser.get(reverse("audits:rule", args=[row.public_id, LATE])).content.decode()):
        assert f'href="{asks}"'.replace("&", "&amp;") in shown
    told = browser.get(f"{asks}&station=north-1").content.decode()
    assert "<strong>2</strong> in all" in told
    assert '<option value="north-1" selected>North (invented)</option>' in told
    assert re.search(r"<td [^>]*>(<bdi>)?North \(invented\)", told)
    assert ", an example" in told
    assert f"{record}?occasion=" in told
    assert "Nothing in this list" in browser.get(address, {"rule": PAIRS, "verdict": "met"}).content.decode()
    rule = reverse("audits:rule", args=[row.public_id, LATE])
    assert "2 of 6 entries" in browser.get(rule).content.decode()
    browser.cookies["language"] = "ar"  # where “of” changes the noun
    pairs = browser.get(reverse("audits:rule", args=[row.public_id, PAIRS])).content.decode()
    assert "2 من ملفين" in pairs
    assert "من ملفان" not in pairs
    del browser.cookies["language"]
    assert "In the last audit" in browser.get(reverse("safeguards:rule", args=[LATE])).content.decode()

    runs = signed_in(cast.head_of_body())  # reads the figures, and opens no record
    figures = runs.get(begun.url).content.decode()
    assert f'id="{LATE}"' in figures
    assert 'id="signals"' in figures
    assert "/custody/records/" not in figures
    assert record not in figures
    assert address not in figures
    assert runs.get(address).status_code == runs.get(record).status_code == 404
    assert runs.get(reverse("audits:file", args=[row.public_id, "figures.json"])).status_code == 404

    Record.objects.filter(record_id="r1").update(erased=True)
    for each in (begun.url, address):
        page = signed_in(cast.auditor(f"a{len(each)}")).get(each).content.decode()
        assert record not in page
        assert one_record.ways(row, ["r2"])["r2"] in page
    assert signed_in(cast.auditor("of r1")).get(record).status_code == 404
    actions.empty_erased(None)
    assert one_record.ways(row, ["r1"]) == {}
    for name in (kept.FIGURES, kept.SUMMARY):
        assert '"r1"' not in (kept.folder_of(row) / name).read_text()
    assert not names_any(kept.folder_of(row) / kept.VERDICTS, ["r1"])
    assert names_any(kept.folder_of(row) / kept.OCCASIONS, ["r2"])
    did = JournalEntry.objects.filter(action__startswith="audit.").order_by("pk")
    assert list(did.values_list("action", flat=True)) == [
        *("audit.asked", "audit.ended", "audit.occasions_opened", "audit.occasions_opened"),
        *("audit.occasions_opened", "audit.emptied"),
    ]


def test_a_death_is_told_with_its_record_to_whoever_may_open_that(enter, signed_in):
    in_custody(enter)
    enter("died", 10, record="r2")
    row = carried_out(asked(cast.inspector()))
    address = reverse("audits:audit", args=[row.public_id])

    def told(user) -> str:
        page = signed_in(user).get(address).content.decode()
        return page.partition('id="incidents"')[2].partition("<h2")[0]

    assert f'href="{one_record.ways(row, ["r2"])["r2"]}"' in told(cast.inspector("ivo"))
    assert "fewer than" not in told(cast.inspector("ida"))
    figures_alone = told(cast.head_of_body())
    assert "fewer than 5" in figures_alone
    assert "r2" not in figures_alone


def test_how_long_it_took_says_of_how_many_and_who_opens_no_record_reads_none_of_few(
    enter, signed_in, joined, visit
):
    in_custody(enter)
    enter("apprehended", 300, record="r3")
    enter("record_opened", 290, record="r3", jurisdiction="CoE")
    row = carried_out(asked(cast.inspector(), "all"))
    address = reverse("audits:rule", args=[row.public_id, "rights.informed-at-outset"])
    page = signed_in(cast.inspector("ivo")).get(address).content.decode()
    assert "half within 20 min, of those whose time is known: 2 of 3 records" in page
    assert "nowhere of nine tenths of fewer than ten" in page
    figures_alone = signed_in(cast.head_of_body()).get(address).content.decode()
    assert "shown to be kept" in figures_alone
    assert "20 min" not in figures_alone
    assert "half within" not in figures_alone
    browser = signed_in(joined(cast.somebody("ina", Role.INSPECTOR, Role.DELEGATION_MEMBER)))
    address = reverse("audits:take_over", args=[row.public_id, "rights.informed-at-outset"])
    text = browser.get(address, {"visit": visit.public_id}).context["form"]["text"].value()
    assert "Of 3 records" in text
    assert "half within" not in text, "others read a finding than who took it over"


def test_of_the_register_kept_here_a_person_says_into_which_visit_a_finding_goes(
    enter, signed_in, joined, visit
):
    in_custody(enter)
    row = carried_out(asked(cast.inspector()))
    browser = signed_in(joined(cast.head_of_body()))
    address = reverse("audits:take_over", args=[row.public_id, LATE])
    page = browser.get(address)
    assert "Into which visit?" in page.content.decode()
    assert "form" not in page.context
    assert browser.post(address, {"text": "x"}).status_code == 200
    assert not TakenOver.objects.exists()
    assert "form" in browser.get(address, {"visit": visit.public_id}).context


def test_a_count_of_a_station_leads_to_its_occasions():
    line = Line(name="North & West", met=40, breached=12, not_recorded=None, pending=0, of=56)
    assert [(each.count, each.asks) for each in showing.cells(LATE, line, "North & West")] == [
        ("40", ""),  # nothing is listed that is plainly kept
        ("12", f"rule={LATE}&verdict=breached&station=North+%26+West"),
        ("withheld", ""),
        ("0", ""),
    ]


def test_a_report_is_in_the_language_in_which_it_was_asked_for_and_says_that_it_is_invented(
    enter, signed_in, settings
):
    in_custody(enter)
    settings.DEMO = True
    browser = signed_in(cast.inspector())
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    said = {"register": "own", "rule_set": "register", "with_report": "on"}
    browser.post(reverse("audits:ask"), said)
    row = carried_out(Audit.objects.get())
    report = browser.get(reverse("audits:file", args=[row.public_id, "report.html"])).content.decode()
    assert '<html lang="fr"' in report
    assert "Données inventées" in report


def test_a_register_given_to_a_delegation_is_theirs_alone(visit, joined, archive, signed_in, settings):
    member, stranger = joined(cast.delegation_member()), cast.delegation_member("other")
    browser = signed_in(member)
    said = {"name": "Northern district", "visit": visit.public_id, "file": archive()}
    Visit.objects.filter(pk=visit.pk).update(date="2031-01-06/2031-01-09")
    page = browser.get(reverse("audits:bring")).content.decode()
    assert re.findall(r">(Auditland[^<]*)</option>", page) == ["Auditland 6 January 2031 to 9 January 2031"]
    browser.post(reverse("audits:bring"), said)
    register = Register.objects.get()
    assert register.visit == visit
    row = carried_out(asked(member, register=register, with_report=True))
    assert row.state == "done", row.refusal
    report = browser.get(reverse("audits:file", args=[row.public_id, "report.pdf"]))
    assert report.content.startswith(b"%PDF-")
    assert {"report.html", "report.docx"} < {path.name for path in kept.folder_of(row).iterdir()}
    assert (row.records, row.events) == (2, 9)
    page = browser.get(reverse("audits:occasions", args=[row.public_id])).content.decode()
    assert "a2" in page
    assert "/custody/records/" not in page
    it_becomes_a_finding(browser, row, visit, settings)
    one_station_is_taken_over_alone(browser, row)
    for other in (stranger, cast.inspector(), cast.publication_officer(), cast.liaison_officer()):
        assert not access.audits_for(cast.reader(other)).exists()
        assert signed_in(other).get(reverse("audits:audit", args=[row.public_id])).status_code == 404
    assert not any("somebody" in path.name for path in kept.files_of(register).rglob("*"))


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_was_given_within_a_visit_becomes_no_register_of_the_authority(
    elsewhere, visit, joined, archive, signed_in
):
    """Who audits the authority, and was of the delegation until the form was sent."""
    inspector = cast.somebody("ina", Role.INSPECTOR, Role.DELEGATION_MEMBER)
    if elsewhere:
        other = Visit(party=visit.party, source=visit.source)
        begin(None, other, Programmed(on=date(2031, 1, 6)))
        Membership.objects.create(visit=other, user=inspector, role="member", from_day=date(2001, 1, 1))
    said = {"name": "North", "visit": visit.public_id, "file": archive()}
    page = signed_in(inspector).post(reverse("audits:bring"), said).content.decode()
    assert "You do not take part in this visit any more, and nothing was kept." in page
    assert not Register.objects.exists()


def test_what_is_wrong_with_a_register_is_told_by_line_to_who_opens_its_records_and_goes_with_them(
    visit, joined, archive, signed_in
):
    member = joined(cast.delegation_member())
    given = archive()
    with zipfile.ZipFile(given) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files["events.csv"] = files["events.csv"].replace(b",released,", b",let_go,") + b"only,three,cells\n"
    browser = signed_in(member)
    browser.post(reverse("audits:bring"), {"name": "N", "visit": visit.public_id, "file": zipped(files)})
    row = carried_out(asked(member, register=Register.objects.get()))
    page = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    assert "1 row that cannot be read<ul><li><bdi>" in page
    assert "<bdi>events.csv:11: too few cells</bdi>" in page
    assert re.search(r"events\.csv:\d+: let_go</bdi>", page)
    summary = kept.said_in(row, kept.SUMMARY)  # outlasts the records, and so tells no place
    assert summary["faults"]["kind-unknown"] > 0
    assert "first_faults" not in summary
    assert '"a2"' not in json.dumps(summary)
    assert len(kept.first_faults_of(row, ())) > len(kept.first_faults_of(row, {"a2"})) > 0
    kept.drop_records(row, {"a2"})
    left = kept.first_faults_of(row, ())
    assert "a2" not in {one["record_id"] for one in left}
    assert {"row-unreadable", "kind-unknown"} <= {one["code"] for one in left}


def test_where_it_tells_what_was_read_it_tells_what_is_not_counted(visit, joined, archive, signed_in):
    member = joined(cast.delegation_member())
    browser = signed_in(member)
    browser.post(reverse("audits:bring"), {"name": "N", "visit": visit.public_id, "file": archive()})
    then = datetime(2026, 3, 1, 11, tzinfo=UTC)
    row = carried_out(asked(member, register=Register.objects.get(), as_of=then))
    page = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    after = "3 entries, since written after the instant of this audit"
    read = f"2 records, 6 entries<br>The register also holds what is not counted here: {after}."
    assert f"<dt>Records</dt><dd>{read}</dd>" in page
    beside = kept.said_in(row, kept.SUMMARY)["not_counted"]
    assert beside == {"books": 0, "entries_of_books": 0, "records_after": 0, "entries_after": 3}


def test_an_instant_far_from_every_entry_is_refused(visit, joined, archive, signed_in):
    member = joined(cast.delegation_member())
    signed_in(member).post(
        reverse("audits:bring"), {"name": "N", "visit": visit.public_id, "file": archive()}
    )
    then = datetime(2126, 3, 1, 11, tzinfo=UTC)
    row = carried_out(asked(member, register=Register.objects.get(), as_of=then))
    assert (row.state, row.refusal["code"]) == ("refused", "as-of-far")


def it_becomes_a_finding(browser, row: Audit, visit, settings) -> None:
    """The audit proposes, a person edits and accepts, and what the audit said stays beside it."""
    address = reverse("audits:take_over", args=[row.public_id, PAIRS])
    settings.DEMO = True
    assert browser.get(address).context["invented"], "as every page of the demo says"
    settings.DEMO = False
    page = browser.get(address)
    text = page.context["form"]["text"].value()
    assert "Of 2 records: shown to be kept 1 (50%)" in text
    assert row.sha256 in text
    said = {"text": f"In one of two. {text}", "theme": "registers", "rests_on": ["registers"], "place": ""}
    for _ in range(2):  # who presses a button twice means one finding
        browser.post(address, said)
    taken = TakenOver.objects.get()
    assert taken.finding.text.startswith("In one of two.")
    assert taken.proposed == text
    assert (taken.figures["met"], taken.figures["breached"]) == (1, 1)
    shown = browser.get(reverse("visits:visit", args=[visit.public_id])).content.decode()
    assert reverse("audits:rule", args=[row.public_id, PAIRS]) in shown
    assert "1 of 2" in shown
    assert JournalEntry.objects.filter(action="audit.taken_over").count() == 1


def one_station_is_taken_over_alone(browser, row: Audit) -> None:
    """The figures of a station become a finding by themselves, unless a count of it is withheld."""
    figures = kept.figures_kept(row)
    one = showing.safeguard_of(figures, PAIRS)
    lines = (
        Line(
            name="North",
            met=40,
            breached=12,
            not_recorded=7,
            pending=0,
            of=59,
            measured=52,
            median_s=1800,
            p90_s=5400,
        ),
        Line(name="South", met=4, breached=None, not_recorded=None, pending=0, of=9),
    )
    one = replace(one, figures=replace(one.figures, by_station=lines))
    assert [place.station for place in one.by_station] == ["North", ""]
    assert [[each.length for each in place.took] for place in one.by_station] == [
        ["30 min", "1 h 30 min"],
        ["withheld", "withheld"],
    ]
    north = one.at("North")
    text = proposing.proposed(row, north, "the northern district")
    lasted = (
        "half within 30 min, nine tenths within 1 h 30 min, of those whose time is known: 52 of 59 records"
    )
    assert f"How long it took: {lasted}." in text
    assert proposing.frozen(row, north)["measured"] == 52
    assert "of one place alone: North." in text
    own = north.figures.sources
    split = replace(north, figures=replace(north.figures, sources=(*own, *own)))
    assert proposing.proposed(row, split, "the northern district") == text, "a source is named once"
    unchecked = tuple(replace(each, verified=False) for each in one.figures.sources)
    text_of_one = proposing.proposed(row, replace(one, figures=replace(one.figures, sources=unchecked)), "n")
    assert text_of_one.count("(not yet checked against the original)") == len(unchecked) > 0
    assert "Of 59 records: shown to be kept 40 (68%)" in text
    assert proposing.frozen(row, north)["station"] == "North"
    assert one.at("South") is one.at("") is one.at("East") is None
    address = reverse("audits:take_over", args=[row.public_id, PAIRS])
    assert browser.get(address, {"station": "East"}).status_code == 404


@pytest.mark.bothdbs
def test_an_audit_beside_the_one_before(visit, joined, archive, signed_in):
    member = joined(cast.delegation_member())
    register = Register(name="North", visit=visit)
    actions.bring(cast.reader(member), register, delivery(archive(), ""))
    carried_out(asked(member, register=register))
    actions.bring(cast.reader(member), register, delivery(archive("a3"), ""))
    row = carried_out(asked(member, register=register))
    address = reverse("audits:compared", args=[row.public_id])
    browser = signed_in(member)
    page = browser.get(address, {"rule": PAIRS}).content.decode()
    assert "the same rules with the same limits" in page
    assert "other files: entries came or went" in page
    assert page.count(row.rules_sha256) == 1
    assert "50% → 67%" in page  # shown to be kept
    moved = page[page.index('id="moved"') :].split("<table")[0]
    assert "a3" in moved
    assert "a1" not in moved
    assert " → " in moved
    browser.cookies["language"] = "ar"  # read from the right: what is follows on the left of what was
    page = browser.get(address, {"rule": PAIRS}).content.decode()
    moved = page[page.index('id="moved"') :].split("<table")[0]
    assert " ← " in moved
    assert "→" not in moved


@pytest.mark.bothdbs
def test_what_moved_leads_to_its_days_also_where_nothing_is_to_be_told_of_it(
    visit, joined, archive, signed_in, monkeypatch
):
    member = joined(cast.delegation_member())
    register = Register(name="North", visit=visit)

    def audited(*more) -> Audit:
        actions.bring(cast.reader(member), register, delivery(archive(*more), ""))
        return carried_out(asked(member, register=register))

    def moved(row) -> str:
        address = reverse("audits:compared", args=[row.public_id])
        page = signed_in(member).get(address, {"rule": PAIRS}).content.decode()
        return page[page.index('id="moved"') :].split("<table")[0]

    monkeypatch.setattr(comparing, "MOST", 30)
    came = [f"b{number:02}" for number in range(40)]
    audited()
    grown = audited(*came)
    listed = moved(grown)
    ways = re.findall(rf'<a href="(/audits/{grown.public_id}/records/[0-9]+/)">', listed)
    assert len(ways) == 30
    assert "And 10 more." in listed
    assert len(one_record.ways(grown, came)) < 40  # of what is not named nothing is kept
    page = signed_in(member).get(ways[29]).content.decode()
    assert "b29" in page
    assert "Nothing is to be told of this record" in page
    assert "Entries of 1 March 2026" in page
    assert f'href="{ways[0]}"' in moved(audited("a3"))  # gone: as the audit before had it


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (SimpleUploadedFile("x.jsonl", b"nothing of a register\n" * 20_000), None),  # further on there may be
        (SimpleUploadedFile("x.csv", b"nothing,of,a,register\n1,2,3,4\n"), "the column record_id is missing"),
        (SimpleUploadedFile("x.csv", b"nothing,of,a,register\n" * 20_000), "(x.csv:1)"),
        (SimpleUploadedFile("x.csv", b"%PDF-1.7 \n\xff"), "holds something else than its ending says"),
        (SimpleUploadedFile("x.csv", b"\x89PNG\r\n\x1a\n\0" * 40_000), "something else than its ending says"),
        (SimpleUploadedFile("x.jsonl", b"nothing\n"), "no entry of it can be audited"),
        (SimpleUploadedFile("x.parquet", b"PAR1 nothing"), "not readable as Parquet"),
        (SimpleUploadedFile("x.xes", b"<html></html>"), "this event log cannot be read"),
        (SimpleUploadedFile("x.XES.gz", gzip.compress(b"<html></html>")), "this event log cannot be read"),
        (SimpleUploadedFile("x.xes.gz", b"no gzip"), "it is no gzip, or breaks off"),
        (zipped({"x.xes.gz": gzip.compress(bytes(2**20))[:-9]}), "it is no gzip, or breaks off"),
        (SimpleUploadedFile("x.csv.gz", gzip.compress(b"a,b")), "This is no form of a register."),
        (SimpleUploadedFile("x.json", b"{}"), "this event log cannot be read"),
        (zipped({"people.csv": b"a\n1\n", "cars.csv": b"a\n1\n"}), "the table events is not there"),
        (SimpleUploadedFile("x.pdf", b"%PDF-1.7"), "This is no form of a register."),
        (SimpleUploadedFile("x.zip", b"no archive"), "The archive cannot be read"),
        (zipped({"../events.csv": b"record_id\n"}), "There is no register in this archive"),
        (zipped({"note.docx": b""}), "There is no register in this archive"),
    ],
)
def test_what_is_no_register_is_refused_in_words(sent, says, visit, joined, signed_in):
    kept_in = settings.DATA
    browser = signed_in(joined(cast.delegation_member()))
    said = {"name": "Northern district", "visit": visit.public_id, "file": sent}
    answer = browser.post(reverse("audits:bring"), said)
    if says is not None:
        told = answer.content.decode()
        assert says in told
        assert str(kept_in) not in told
        assert not Register.objects.exists()
        assert not any(path.is_file() for path in kept_in.rglob("*"))
        return
    brought = Register.objects.get().public_id
    browser.post(reverse("audits:ask"), {"register": brought, "rule_set": "register"})
    row = carried_out(Audit.objects.get())
    page = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    assert row.state == "refused"
    assert 'role="alert"' in page
    assert str(kept.files_of(row.register)) not in page
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    french = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    assert "aucune de ses inscriptions ne peut être auditée" in french
    assert "no entry of it" not in french


@pytest.mark.parametrize(
    ("sent_as", "lies_as"),
    [
        ("export.csv", "export.csv"),
        ("garde a\u0300 vue 2026.CSV", "garde \xe0 vue 2026.CSV"),
        ("../../etc/export.csv", "export.csv"),
        (".hidden.csv", "register.csv"),
        ("*.csv", "register.csv"),
        ("a\x1bb.csv", "register.csv"),
        ("records.csv", "register.csv"),
        ("RECORDS.CSV", "register.csv"),
        ("\xe9" * 99 + ".csv", "register.csv"),
        ("log.XES.gz", "log.XES.gz"),
        ("-.xes.gz", "register.xes.gz"),
    ],
)
def test_a_file_lies_under_its_own_name_where_that_is_plain(sent_as, lies_as):
    assert name_here(PurePosixPath(sent_as)) == lies_as


def test_a_mapping_may_name_the_file_that_is_sent_and_so_does_what_is_wrong(visit, joined, signed_in):
    browser = signed_in(joined(cast.delegation_member()))
    text = b"Nr,What,When\n1,arrived,2026-03-01T10:00:00Z\n1,,2026-03-01T11:00:00Z\n"
    mapping = """[events]\nfile = "export.csv"\n[events.columns]\nrecord_id = "Nr"\nkind = "What"
occurred_at = "When"\n[events.defaults]\nrecorded_at = "=occurred_at"\n"""
    said = {
        "name": "Northern district",
        "visit": visit.public_id,
        "file": SimpleUploadedFile("export.csv", text),
        "mapping": SimpleUploadedFile("any.toml", mapping.encode()),
    }
    browser.post(reverse("audits:bring"), said)
    brought = Register.objects.get()
    browser.post(reverse("audits:ask"), {"register": brought.public_id, "rule_set": "register"})
    row = carried_out(Audit.objects.get())
    assert (row.state, row.records, row.events) == ("done", 1, 1)
    [fault] = [one for one in kept.first_faults_of(row, ()) if one["code"] == "row-without-kind"]
    assert (fault["file"], fault["line"]) == ("export.csv", 3)
    for summary in (kept.SUMMARY, kept.FIGURES):
        assert "export.csv" not in (kept.folder_of(row) / summary).read_text()
    assert "export.csv" not in str(list(JournalEntry.objects.values()))


@pytest.mark.parametrize("away", ["../{id}/events.csv", "../*/events.csv", "../../registers/{id}/events.csv"])
def test_a_mapping_leads_to_no_files_but_those_that_are_sent(away, brought, visit, signed_in):
    """Else whoever may bring a register would read that of a visit of others."""
    member, theirs = brought
    everything = kept.files_of(theirs).parents[1]
    before = sorted(everything.rglob("*"))
    mapping = f'[events]\nfile = "{away.format(id=theirs.public_id)}"\n'
    said = {
        "name": "Mine",
        "visit": visit.public_id,
        "file": zipped({"a.csv": b"x\n1\n", "b.csv": b"x\n1\n"}),
        "mapping": SimpleUploadedFile("any.toml", mapping.encode()),
    }
    shown = signed_in(member).post(reverse("audits:bring"), said).content.decode()
    assert "is no name of files in the folder of the register" in shown
    assert "any.toml" in shown
    assert "mapping.toml" not in shown
    assert list(Register.objects.all()) == [theirs]
    assert sorted(everything.rglob("*")) == before


LOG = b"""<log><trace><string key="concept:name" value="r1"/><event>
<string key="concept:name" value="arrived"/><date key="time:timestamp" value="2026-03-01T10:00:00Z"/>
<date key="recorded_at" value="2026-03-01T10:05:00Z"/></event></trace></log>"""


@pytest.mark.parametrize(
    "sent",
    [
        SimpleUploadedFile("Log.XES.gz", gzip.compress(LOG)),
        zipped({"north/log.xes.gz": gzip.compress(LOG)}),
    ],
)
def test_an_event_log_is_sent_as_its_tools_pack_it(sent, visit, joined, signed_in):
    browser = signed_in(joined(cast.delegation_member()))
    said = {"name": "Northern district", "visit": visit.public_id, "file": sent}
    browser.post(reverse("audits:bring"), said)
    brought = Register.objects.get().public_id
    browser.post(reverse("audits:ask"), {"register": brought, "rule_set": "register"})
    row = carried_out(Audit.objects.get())
    assert (row.state, row.records, row.events) == ("done", 1, 1)


def workbook(rows, name):
    made, page = io.BytesIO(), Workbook()
    for cells in rows:
        page.active.append(cells)
    page.save(made)
    return SimpleUploadedFile(name, made.getvalue())


def test_a_workbook_is_sent_as_it_is_and_so_is_a_list(visit, joined, signed_in):
    browser = signed_in(joined(cast.delegation_member()))
    heading = ["record_id", "kind", "establishment_id", "occurred_at", "recorded_at"]
    rows = [heading, ["r-1", "arrived", "s-1", "2026-03-01T10:00:00Z", "2026-03-01T10:05:00Z"]]
    said = {
        "name": "Northern district",
        "visit": visit.public_id,
        "file": workbook(rows, "Registre 2026.xlsx"),
    }
    browser.post(reverse("audits:bring"), said)
    door = """name = "the door"
kind = "door"
from = "2026-03-01T00:00:00Z"
until = "2026-03-02T00:00:00Z"
places = ["s-1"]
tolerance = 30
[columns]
record = "No"
at = "In"
"""
    asked_ = {
        "register": Register.objects.get().public_id,
        "rule_set": "register",
        "list_file": workbook([["No", "In"], ["r-1", "2026-03-01T10:01:00Z"]], "door.xlsx"),
        "list_says": SimpleUploadedFile("door.toml", door.encode()),
    }
    browser.post(reverse("audits:ask"), asked_)
    row = carried_out(Audit.objects.get())
    assert (row.state, row.records, row.events) == ("done", 1, 1)
    shown = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    assert "the door" in shown


def test_a_packed_log_of_nothing_is_not_unpacked_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "LARGEST_REGISTER", 2_000_000)
    bomb = gzip.compress(b"<log>" + b" " * 1_500_000)
    for sent in (SimpleUploadedFile("x.xes.gz", bomb + bomb), zipped({"a.xes.gz": bomb, "b.xes.gz": bomb})):
        (tmp_path / sent.name).mkdir()
        with pytest.raises(RefusedError) as refused:
            delivery(sent, "")(tmp_path / sent.name)
        assert refused.value.code == "register-too-large"


@pytest.mark.bothdbs
def test_an_audit_is_stopped(enter, signed_in):
    row = asked(cast.inspector())
    signed_in(cast.auditor()).post(reverse("audits:stop", args=[row.public_id]))
    assert carried_out(row).state == "cancelled"
    assert row.begun_at is None


def test_who_is_measured_stops_no_audit_but_their_own(enter, signed_in):
    head, stop = cast.head_of_body(), '/stop/"'
    browser = signed_in(head)
    for row, status, state in (
        (asked(cast.inspector()), 404, "waiting"),
        (asked(head), 302, "cancelled"),
    ):
        page = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
        assert (stop in page) is (status == 302)
        assert browser.post(reverse("audits:stop", args=[row.public_id])).status_code == status
        row.refresh_from_db()
        assert row.state == state


@pytest.mark.bothdbs
def test_one_that_was_broken_off_says_so_and_the_next_is_carried_out(enter):
    in_custody(enter)
    cut = asked(cast.inspector(), begun_at=datetime.now(UTC) - timedelta(hours=1))
    row = carried_out(asked(cast.auditor()))
    cut.refresh_from_db()
    assert cut.refusal["code"] == "audit-broken-off"
    assert row.state == "done"


def test_rules_are_known_again_by_what_they_ask():
    said = {"as_of": datetime.now(UTC), "rule_set": "CoE", "rules": chosen("CoE")}
    one = fingerprint(Asked(site=example_site(), **said))
    assert one == fingerprint(Asked(site=example_site(), **said))
    assert one != fingerprint(Asked(site=Site("other", {"lawyer.called": 31}), **said))
