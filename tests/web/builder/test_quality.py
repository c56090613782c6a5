"""The quality aid warns of what is hard to answer or to verify, and of nothing else."""

import pytest

from habeas.web.builder.quality import warnings


def codes(text: str, *, kind: str = "recommendation", addressee: str = "Ministry", language: str = "en"):
    return [one.code for one in warnings(text, kind=kind, addressee=addressee, language=language)]


def test_one_addressee_one_act_that_a_visit_can_see_has_no_warning() -> None:
    assert codes("The CPT recommends that a lawyer be called within one hour of arrest.") == []
    assert codes("The CPT would like to receive the figures for 2025.", kind="request") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The CPT recommends that the authorities strengthen the safeguards.", "vague"),
        ("The CPT recommends that cells be of adequate size.", "untestable"),
        ("The CPT recommends that lists be kept. In addition, staff should be trained.", "several-acts"),
        ("The CPT would like to receive the register.", "other-kind"),
    ],
)
def test_what_is_vague_untestable_several_or_of_another_kind_is_flagged(text, code) -> None:
    assert code in codes(text)


def test_the_words_that_introduce_a_comment_are_no_vague_verb() -> None:
    assert codes("The CPT considers that the yard should be roofed.", kind="comment") == []


def test_no_addressee_and_several_are_flagged_in_any_language() -> None:
    assert codes("الوزارة مدعوة", addressee="", language="ar") == ["no-addressee"]
    assert codes("x", addressee="Ministry of Justice; Ministry of Health", language="ar") == [
        "several-addressees"
    ]


def test_french_is_read_as_french() -> None:
    assert codes("Le CPT recommande d’améliorer les garanties.", language="fr") == ["vague"]
    assert codes("Le CPT recommande qu’un avocat soit appelé dans l’heure.", language="fr") == []
