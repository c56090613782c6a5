"""Each row of the Convention that binds behaviour has a test that names it; of the others it is said why."""

import re
from pathlib import Path

import pytest

from habeas import law

TESTS = Path(__file__).resolve().parents[1]
BINDING = (
    *("2", "3", "4", "6(1)", "7(1)", "7(2)", "8(1)", "8(2)", "8(3)", "8(4)", "8(5)", "9(1)", "9(2)", "10(1)"),
    *("10(2)", "11(1)", "11(2)", "11(3)", "12", "13", "14(1)", "14(3)", "15", "16", "17(3)", "18"),
)
ELSEWHERE = {
    "1": "sets up the Committee",
    "5": "members are elected by the Committee of Ministers; the term is a dated limit",
    "6(2)": "the Committee's own Rules, whose text was not available",
    "6(3)": "the secretariat is provided by the Secretary General",
    "14(2)": "whose instructions an expert acts on is nothing that a record decides",
    "17(1)": "what protects more prevails: a matter of the rules over a register",
    "17(2)": "the competence of the Court is untouched",
    "annex": "immunities are not given by a record; papers are kept from others by Article 16's test",
}


def names() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(TESTS.rglob("test_*.py")))


SAID = frozenset(re.findall(r"def test_article_(\w+)\(", names()))


@pytest.mark.parametrize("article", BINDING)
def test_a_test_names_the_article(article: str) -> None:
    beginning = article.replace("(", "_").replace(")", "")
    named = [one for one in SAID if re.match(rf"{beginning}(_|$)", one) or f"_to_{beginning}_" in one]
    assert named, f"no test is called test_article_{beginning}_…"


def test_every_article_up_to_18_is_accounted_for() -> None:
    held = {one.ref.partition("#")[2] for one in law.provisions() if one.ref.startswith("ECPT#")}
    articles = {re.match(r"[0-9]+|annex", one)[0] for one in held}  # type: ignore[index]
    known = {re.match(r"[0-9]+|annex", one)[0] for one in (*BINDING, *ELSEWHERE)}  # type: ignore[index]
    assert {one for one in articles if one == "annex" or int(one) <= 18} <= known
