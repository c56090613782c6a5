"""``docs/rules.md``: every template is told with all its keys, and each example is a rule that reads."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from habeas.safeguards import read_rule
from habeas.safeguards.askable import ATTRIBUTES
from habeas.safeguards.limits import Measure
from habeas.safeguards.reading import MEASURES, TEMPLATES
from habeas.safeguards.strict import Table, read_table

PAGE = (Path(__file__).parents[2] / "docs/rules.md").read_text("utf-8")
TOLD = MappingProxyType(dict(re.findall(r"^### `(\w+)`\n\n(.+?)(?=^##|\Z)", PAGE, re.M | re.S)))
HEAD = 'set = "CoE"\ntitle = "An example"\nsays = "It is an example."\nsource = "CPT-GR12#41"\n'
NUMBER = '[limits]\nlimit = { law = "gr28-interviewers" }\n'
LENGTH = '[limits]\nlimit = { site = "lawyer.arrives" }\n'


def examples() -> Iterator[str]:
    yield from re.findall(r"^```toml\n(.+?)^```", PAGE, re.M | re.S)


def whole(example: str) -> str:
    """An example as a rule, with what every rule has."""
    if example.startswith("set ="):
        return example
    name = next(one for one in re.findall(r"^\[+(\w+)\]+", example, re.M))
    limits = {Measure.COUNT: NUMBER, Measure.LENGTH: LENGTH}
    own = "" if name in ("written", "attribute") else limits.get(MEASURES.get(name), "")  # type: ignore[arg-type]
    first = "as_entered = true\n" if "as_entered" in example else ""
    return HEAD + first + own + example.replace("as_entered = true\n", "")


@pytest.mark.parametrize("example", list(examples()), ids=lambda one: one.splitlines()[0])
def test_each_example_is_a_rule_that_can_be_read(example: str) -> None:
    assert str(read_rule(whole(example), file="example.toml").template)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_told_with_all_its_keys(name: str) -> None:
    asked: set[str] = set()

    class Asking(Table):
        def get(self, key: str, type_: type, default: object = None) -> object:
            asked.add(key)
            return super().get(key, type_, default)

    example = re.findall(r"^```toml\n(.+?)^```", TOLD[name], re.M | re.S)[0]
    said = read_table(example, "example.toml", lambda why, where: pytest.fail(f"{where}: {why}"))
    TEMPLATES[name](Asking(said.said[name], example, "example.toml", said.refused))
    assert {key for key in asked if f"`{key}`" not in TOLD[name]} == set()


def test_every_attribute_is_told_with_what_it_can_be() -> None:
    for field in ATTRIBUTES.values():
        assert f"`{field.name}`" in PAGE
        assert [one for one in field.of if f"`{one}`" not in PAGE] == []
