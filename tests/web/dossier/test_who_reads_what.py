"""Who reads what of a dossier, on the page and as a file; canaries for what is confidential."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast

from habeas.dossier.facts import Klass
from habeas.dossier.toml_form import read_dossier
from habeas.dossier.toml_writing import write_dossier
from habeas.errors import RefusedError
from habeas.web.dossier.access import parties_listed
from habeas.web.dossier.actions import take_over
from habeas.web.dossier.models import Statement
from habeas.web.dossier.store import dossier_for
from habeas.web.journal.models import JournalEntry
from habeas.web.parties.models import Party
from habeas.web.people.actions import end_grant
from habeas.web.people.models import RoleGrant
from habeas.web.reports.models import Ask
from habeas.web.visits.models import Membership, Visit

DEMO = Path(__file__).parents[3] / "src/habeas/web/dossier/demo"
SECRETS = ("INV (2024) 3", "letter book", "Ilmar Vesk", "95 minutes", "cell 3", "2 of 9", "Northgate")
"""Words that stand only in confidential facts of the invented Party."""

pytestmark = pytest.mark.django_db


def taken(name: str) -> Party:
    text = (DEMO / f"{name}.toml").read_text(encoding="utf-8")
    take_over(None, read_dossier(text, file=name), sha256=hashlib.sha256(text.encode()).hexdigest())
    return Party.objects.latest("pk")


@pytest.fixture
def orland() -> Party:
    """The invented Party, its page opened to the public, its facts of their own classes."""
    party = taken("orland")
    Party.objects.filter(pk=party.pk).update(klass=Klass.PUBLIC.value)
    party.refresh_from_db()
    return party


FORMS = ("pdf", "docx", "html", "json")


def bytes_of(client: Client, party: Party, form: str, query: str = "") -> bytes:
    answer = client.get(f"/dossier/{party.slug}/dossier.{form}{query}")
    assert answer.status_code == 200, (form, answer.status_code)
    return answer.content


@pytest.mark.bothdbs
def test_what_comes_back_is_what_went_in(orland: Party) -> None:
    file = read_dossier((DEMO / "orland.toml").read_text(encoding="utf-8"), file="orland.toml")
    stored = dossier_for(cast.reader(cast.desk_officer()), orland)
    assert sorted(ask.text for ask in stored.asks) == sorted(ask.text for ask in file.asks)
    assert {(d.reference, len(d.acts)) for d in stored.documents} == {
        (d.reference, len(d.acts)) for d in file.documents
    }
    assert stored.statements[0].points_at  # the claim still points at the ask


@pytest.mark.bothdbs
def test_taken_over_twice_nothing_is_doubled(orland: Party) -> None:
    text = (DEMO / "orland.toml").read_text(encoding="utf-8")
    again = take_over(None, read_dossier(text, file="orland"), sha256="0" * 64)
    assert again.added == {}


@pytest.mark.bothdbs
def test_a_dry_run_leaves_nothing() -> None:
    text = (DEMO / "orland.toml").read_text(encoding="utf-8")
    tried = take_over(None, read_dossier(text, file="orland"), sha256="0" * 64, dry_run=True)
    assert tried.added["visit"] == 3
    assert not Party.objects.exists()
    assert not JournalEntry.objects.exists()


def test_invented_facts_do_not_go_into_a_real_dossier(orland: Party) -> None:
    text = (DEMO / "orland.toml").read_text(encoding="utf-8").replace("invented = true", "")
    with pytest.raises(RefusedError, match="invented"):
        take_over(None, read_dossier(text, file="orland"), sha256="0" * 64)


@pytest.mark.parametrize(
    "who", ["no role", "auditor", "system administrator", "inspector", "delegation member"]
)
def test_without_the_right_only_the_public_part_is_there(orland: Party, signed_in, who: str) -> None:
    client = signed_in(cast.CAST[who]())
    assert_no_secret(client.get(f"/dossier/{orland.slug}/").content)
    assert_no_secret(bytes_of(client, orland, "json"))


@pytest.mark.parametrize("form", FORMS)
def test_the_public_file_has_no_confidential_byte(
    orland: Party, client: Client, signed_in, form: str
) -> None:
    for browser, query in ((client, ""), (signed_in(cast.desk_officer()), "?public=1")):
        data = bytes_of(browser, orland, form, query)
        assert_no_secret(readable(form, data))
        assert b"onfidential" not in readable(form, data) or form == "json"


def test_the_desk_officer_reads_all_of_it_under_the_band(orland: Party, signed_in) -> None:
    page = signed_in(cast.desk_officer()).get(f"/dossier/{orland.slug}/").content.decode()
    for secret in ("INV (2024) 3", "95 minutes", "2 of 9"):
        assert secret in page
    assert "Article 11 ECPT" in page
    assert "Invented data" in page


def test_a_member_reads_the_file_of_the_party_of_the_own_visit(orland: Party, signed_in) -> None:
    member = cast.delegation_member()
    Membership.objects.create(visit=Visit.objects.first(), user=member, role="member", from_day=cast.LONG_AGO)
    assert b"95 minutes" in signed_in(member).get(f"/dossier/{orland.slug}/").content


def test_the_liaison_officer_reads_what_was_transmitted_and_no_more(orland: Party, signed_in) -> None:
    liaison = signed_in(cast.liaison_officer(party=orland.public_id))
    assert_no_secret(liaison.get(f"/dossier/{orland.slug}/").content)  # the dossier is the body's own
    assert b"INV (2024) 3" in liaison.get("/documents/").content


def test_a_confidential_party_does_not_exist_for_the_public(client: Client) -> None:
    party = taken("orland")
    assert client.get(f"/dossier/{party.slug}/").status_code == 404
    assert client.get(f"/dossier/{party.slug}/dossier.pdf").status_code == 404
    assert b"Orland" not in client.get("/dossier/").content
    assert b"Orland" not in client.get("/").content


def test_a_confidential_file_leaves_its_hash_in_the_journal(orland: Party, signed_in) -> None:
    client = signed_in(cast.desk_officer())
    data = bytes_of(client, orland, "pdf")
    entry = JournalEntry.objects.get(action="dossier.exported")
    assert entry.revision.changes["sha256"] == [None, hashlib.sha256(data).hexdigest()]
    side = client.get(f"/dossier/{orland.slug}/dossier.pdf?sha256=1").content.decode()
    assert side == f"{hashlib.sha256(data).hexdigest()}  orland-invented-dossier-confidential.pdf\n"


def test_a_public_file_leaves_no_trace_of_who_took_it(orland: Party, client: Client) -> None:
    before = JournalEntry.objects.count()
    bytes_of(client, orland, "json")
    assert JournalEntry.objects.count() == before


def test_the_json_names_its_schema_and_every_source(client: Client) -> None:
    party = taken("azerbaijan")
    value = json.loads(bytes_of(client, party, "json"))
    assert value["schema"] == "habeas/dossier/1"
    assert value["audience"] == "public"
    assert all(fact["source"]["name"] for fact in value["visits"])


def test_the_filters_stay_in_the_address(client: Client) -> None:
    party = taken("azerbaijan")
    page = client.get(f"/dossier/{party.slug}/?kind=statement&voice=State&year=2024").content.decode()
    assert "2 of 32" in page
    assert '<option value="statement" selected>' in page
    strange = client.get(f"/dossier/{party.slug}/?kind=<b>&voice=x&year=99999").content.decode()
    assert "32 of 32" in strange
    assert "<b>&" not in strange


def test_the_copy_in_the_package_begins_with_the_facts_as_they_were_gathered() -> None:
    gathered = Path(__file__).parents[4] / "shared/data/azerbaijan.toml"
    if not gathered.exists():
        pytest.skip("../shared/data/azerbaijan.toml is not there")
    assert (DEMO / "azerbaijan.toml").read_bytes().startswith(gathered.read_bytes())


def readable(form: str, data: bytes) -> bytes:
    """All text of a file, unpacked."""
    import io
    import zipfile

    from pypdf import PdfReader

    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as unpacked:
            return b"".join(unpacked.read(name) for name in unpacked.namelist())
    if form == "pdf":
        reader = PdfReader(io.BytesIO(data))
        return "".join(page.extract_text() for page in reader.pages).encode() + data
    return data


def assert_no_secret(data: bytes) -> None:
    for secret in SECRETS:
        assert secret.encode() not in data, secret


def test_what_is_kept_for_the_public_is_new_once_something_is_written(client: Client, signed_in) -> None:
    party = taken("azerbaijan")
    address = f"/dossier/{party.slug}/"
    assert client.get(address).content.count(b'class="entry"') == 32
    desk = signed_in(cast.desk_officer())
    statement = Statement.objects.get(speaker="CPT")
    changed = {
        "speaker": "CPT",
        "gist": "A canary",
        "source": statement.source.public_id,
        "certainty": "seen",
        "reason": "misread",
    }
    desk.post(f"/dossier/fact/statement/{statement.public_id}/", changed)  # confidential from now on
    assert client.get(address).content.count(b'class="entry"') == 31
    assert b"canary" not in client.get(address).content
    assert b"canary" in desk.get(address).content
    assert b"canary" not in client.get(address).content  # nor after somebody who may read it


def test_what_is_kept_for_one_person_is_for_that_person_while_the_role_lasts(
    client: Client, signed_in
) -> None:
    party = taken("azerbaijan")
    Statement.objects.filter(speaker="CPT").update(klass="confidential", gist="A canary")
    address = f"/dossier/{party.slug}/"
    desk, head = cast.desk_officer(), cast.head_of_body()
    browser = signed_in(desk)
    assert b"canary" in browser.get(address).content
    assert b"canary" in browser.get(address).content  # as it was kept
    for other in (client, signed_in(cast.liaison_officer()), signed_in(cast.auditor())):
        assert b"canary" not in other.get(address).content
    grant = RoleGrant.objects.get(user=desk)
    end_grant(cast.reader(head), grant, today=timezone.localdate(), reason="left the secretariat")
    assert b"canary" not in browser.get(address).content


@pytest.mark.bothdbs
def test_a_name_typed_by_hand_is_in_no_public_byte(client: Client, signed_in) -> None:
    text = (DEMO / "azerbaijan.toml").read_text("utf-8")
    text = text.replace('name = "Azerbaijan"', 'name = "Azerbaijan"\nnames = ["A public spelling"]', 1)
    take_over(None, read_dossier(text, file="azerbaijan.toml"), sha256="ab" * 32)
    party = Party.objects.get(name="Azerbaijan")
    desk = signed_in(cast.desk_officer())
    address = reverse("parties:name", args=[party.slug])
    assert desk.post(address, {"name": "A canary of a name"}).status_code == 302
    for form in ("html", "json"):
        assert b"canary" not in bytes_of(client, party, form)
        assert b"canary" not in bytes_of(desk, party, form, "?public=1")
    kept = dossier_for(cast.reader(cast.desk_officer("second")), party)
    assert kept.party.own_names == ("A canary of a name",)
    assert kept.party.names == ("A public spelling",)
    assert b"A public spelling" in bytes_of(client, party, "json")
    again = read_dossier(write_dossier(kept), file="again.toml")
    assert (again.party.names, again.party.own_names) == (kept.party.names, kept.party.own_names)


@pytest.mark.bothdbs
def test_a_visit_that_was_cancelled_is_no_last_visit(orland: Party) -> None:
    reader = cast.reader(cast.desk_officer())
    [row] = parties_listed(reader, as_of=date(2026, 11, 27))
    assert (row["visits"], row["last_visit"].text) == (2, "2023-09-04/2023-09-11")
    [row] = parties_listed(reader, as_of=date(2021, 1, 1))
    assert (row["visits"], row["last_visit"].text) == (1, "2020-09-14/2020-09-24")


@pytest.mark.bothdbs
def test_an_answer_finds_what_it_answers_in_whatever_order_the_file_has_them(orland: Party) -> None:
    kept = dossier_for(cast.reader(cast.desk_officer()), orland)
    [answered] = [one for one in kept.documents if one.responds_to]
    turned = replace(
        kept,
        party=replace(kept.party, name="Orland turned round", iso="OT"),
        documents=tuple(sorted(kept.documents, key=lambda one: not one.responds_to)),
    )
    take_over(None, turned, sha256="ab" * 32)
    again = dossier_for(cast.reader(cast.head_of_body()), Party.objects.latest("pk"))
    by_id = {one.id: one for one in again.documents}
    [found] = [one for one in again.documents if one.responds_to]
    assert found.reference == answered.reference
    assert by_id[found.responds_to].kind == "visit report"


def test_the_states_own_words_stand_in_the_paper(orland: Party) -> None:
    Ask.objects.filter(party=orland).update(position="", position_as_written="under way", response="")
    answer = signed_in_paper(orland)
    assert "“under way”" in answer


def signed_in_paper(party: Party) -> str:
    client = Client()
    client.force_login(cast.head_of_body(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return bytes_of(client, party, "html").decode()


def test_places_and_authorities_stand_in_the_paper_and_are_a_link_away(orland: Party, signed_in) -> None:
    desk = signed_in(cast.desk_officer())
    paper = bytes_of(desk, orland, "html").decode()
    for named in ("Northgate Police Station", "Greyfield Prison", "(closed)", "Orland Prison Service"):
        assert named in paper, named
    assert "Northgate" not in bytes_of(desk, orland, "html", "?public=1").decode()
    page = desk.get(f"/dossier/{orland.slug}/").content.decode()
    assert f'href="/places/?party={orland.slug}"' in page
    assert f'href="/parties/authorities/?party={orland.slug}"' in page
