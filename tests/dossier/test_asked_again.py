"""What was asked again, in a dossier: what matters now, on paper, as TOML, and in nothing public."""

from dataclasses import replace
from datetime import date

import pytest

from habeas.dossier.asked_again import degree_name, demands
from habeas.dossier.entries import Dossier
from habeas.dossier.facts import Klass
from habeas.dossier.json_form import digests
from habeas.dossier.now import MatterKind, matters
from habeas.dossier.paper import dossier_paper
from habeas.dossier.publicly import public_dossier
from habeas.dossier.toml_form import read_dossier
from habeas.dossier.toml_writing import write_dossier
from habeas.errors import RefusedError
from habeas.language import words
from habeas.threads import Degree

TODAY = date(2026, 12, 1)


def opened(dossier: Dossier, *kinds: str) -> Dossier:
    """The same, with all facts of these kinds public."""
    public = {
        name: tuple(replace(one, klass=Klass.PUBLIC) for one in getattr(dossier, name)) for name in kinds
    }
    return replace(dossier, party=replace(dossier.party, klass=Klass.PUBLIC), **public)


def test_demands_are_derived_with_where_they_stand(orland: Dossier) -> None:
    lawyer, record = demands(orland, TODAY)
    assert [ask.paragraph for ask in lawyer.asks] == ["16", "21", "18"]
    assert (lawyer.thread.asked, lawyer.thread.repeated) == (3, 1)
    assert lawyer.standing is not None
    assert (lawyer.standing.assessed.degree, lawyer.standing.asked_since) == ("not_implemented", True)
    assert (record.thread.asked, len(record.thread.places), record.closed) == (2, 2, False)
    (then,) = demands(replace(orland, links=orland.links[:1]), date(2022, 1, 1))
    assert then.standing is None


def test_what_matters_now_opens_to_the_threads(orland: Dossier) -> None:
    (matter,) = (one for one in matters(orland, TODAY, words("en")) if one.kind is MatterKind.ASKED_AGAIN)
    assert matter.headline == "2 demands made again and not closed"
    assert matter.detail == "the oldest: asked 3 times since 20 November 2014"
    assert matter.facts == tuple(one.thread.last.id for one in demands(orland, TODAY))


def test_the_paper_has_both_voices(orland: Dossier) -> None:
    told = str(dossier_paper(orland, as_of=TODAY, words=words("en"), made_on=TODAY))
    for part in ("What was asked again", "no information. The decree", "registers are being printed"):
        assert part in told


def test_nothing_of_it_is_public_until_it_is_opened_and_then_no_more_than_its_ask(orland: Dossier) -> None:
    kinds = ("links", "claims", "assessments")
    public = public_dossier(opened(orland, *kinds))
    shown = {ask.id for ask in public.asks}
    assert public.assessments
    assert {one.ask for one in (*public.assessments, *public.claims)} <= shown
    assert {end for one in public.links for end in (one.later, one.earlier)} <= shown
    assert "ask-lawyer-2023" not in str(public)
    assert all(not one.visits and not one.documents for one in public.assessments)  # these are confidential
    assert demands(public_dossier(opened(orland)), TODAY) == ()


def test_a_degree_of_its_own_goes_with_the_dossier_and_only_where_it_is_used(orland: Dossier) -> None:
    own = Degree(code="under_review", name="under review", names={"fr": "à l’examen"})
    held = replace(orland, scale=(own,))
    assert read_dossier(write_dossier(held), file="again.toml") == held
    assert degree_name(held, "under_review", words("fr")) == "à l’examen"
    assert degree_name(held, "no_information", words("en")) == "no information"
    assert public_dossier(opened(held, "assessments")).scale == ()


def test_the_same_words_on_two_asks_are_two_facts(orland: Dossier) -> None:
    first, second = (
        replace(orland.assessments[1], id=one, ask=ask.id)
        for one, ask in zip(("x", "y"), orland.asks[:2], strict=True)
    )
    found = digests(replace(orland, assessments=(first, second)))
    assert found["x"] != found["y"]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('[[claim]]\nask = "nowhere"\nsource = "S"\ntext = "x"\n', "dossier-id-unknown"),
        ('[[link]]\nlater = "a"\nearlier = "nowhere"\nsource = "S"\n', "dossier-id-unknown"),
        ('[[link]]\nlater = "a"\nearlier = "a"\nrelation = "echoes"\nsource = "S"\n', "dossier-word-unknown"),
        ('[[assessment]]\nask = "a"\ndegree = "implemented"\nsource = "S"\n', "dossier-key-missing"),
    ],
)
def test_a_fault_in_what_is_said_of_asks_is_refused(table: str, code: str) -> None:
    text = '[party]\nname = "Orland"\ninvented = true\n\n[[ask]]\nid = "a"\ntext = "Open."\nsource = "S"\n\n'
    with pytest.raises(RefusedError) as refused:
        read_dossier(text + table, file="orland.toml")
    assert refused.value.code == code
