"""A rule that a user writes: about kinds of the site's own too, and errors that point at the line."""

import re
from dataclasses import replace
from types import MappingProxyType

import pytest
from tests.safeguards.compared import by_engine, differences, plain
from tests.safeguards.loaded import load
from tests.safeguards.nasty import register

from habeas.errors import RefusedError
from habeas.safeguards import read_rule, read_site
from habeas.safeguards.kernels.engine import Kernels
from habeas.safeguards.sql.duck import Duck

RULE = """
set = "CoE"
title = "The visitor let in"
says = "A visitor who was announced is let in no later than the site's limit, unless the person waived that."
source = "CPT-GR12#41"
[limits]
limit = { site = "visitor.let-in" }
[within]
start = "x_visitor_announced"
answers = ["x_visitor_let_in"]
every = true
waived_by = "x_visitor_waived"
requested_by = "x_visitor_announced"
delayed_by = "lawyer_delay_authorised"
"""
SITE = 'name = "north"\n[minutes]\n"visitor.let-in" = 2880\n'
OWN = MappingProxyType(
    {
        "detention_authorised": "x_visitor_announced",
        "judge_seen": "x_visitor_let_in",
        "checked": "x_visitor_waived",
    }
)


AFTER = """
set = "register"
title = "Nothing after the end but what the site allows"
says = "Once the stay is over, nothing more happens in the record but what the site allows."
source = "CPT-GR2#40"
[nothing_after_end]
still = ["x_visitor_waived", "x_never_written", "property_returned"]
"""


@pytest.mark.parametrize("engine", [Duck, Kernels])
def test_kinds_of_a_sites_own_are_judged_like_any_other(engine: type[Duck]) -> None:
    records, events, as_of = register(3, 80)
    renamed = {
        record: [replace(one, kind=OWN.get(one.kind, one.kind)) for one in own]
        for record, own in events.items()
    }
    rules = [read_rule(RULE, file="visitor.toml"), read_rule(AFTER, file="after.toml")]
    rules.append(read_rule(re.sub(r"still = .*", "still = []", AFTER), file="nothing.toml"))
    site = read_site(SITE, file="site.toml", own=rules)
    loaded = load(records, renamed)
    for rule in rules:
        said = plain(records, renamed, as_of, site, [rule])
        assert differences(said, by_engine(loaded, engine(loaded.duckdb(), as_of, site), [rule])) == []
        assert len({verdict for own in said.values() for verdict, *_rest in own}) > 1


@pytest.mark.parametrize(
    ("written", "instead", "line"),
    [
        ('"x_visitor_waived"', '"lawyer_wavied"', 12),
        ('delayed_by = "lawyer_delay_authorised"', 'delayed_by = "x-late"', 14),
        ('"x_visitor_let_in"', '{ kind = "x_visitor_let_in", field = "urgent" }', 10),
        ('start = "x_visitor_announced"', 'start = "arival"', 9),
        ("every = true", "evry = true", 11),
        ('source = "CPT-GR12#41"', "", 1),
        ('source = "CPT-GR12#41"', 'source = "CPT-GR12#4100"', 5),
    ],
)
def test_a_mistake_is_told_with_its_line(written: str, instead: str, line: int) -> None:
    with pytest.raises(RefusedError) as refused:
        read_rule(RULE.replace(written, instead, 1), file="visitor.toml")
    assert refused.value.code == "rule-unreadable"
    assert refused.value.where is not None
    assert (refused.value.where.file, refused.value.where.line) == ("visitor.toml", line)


NUMBERED = """
set = "register"
title = "Entries are numbered"
says = "The entries of a record are numbered without a gap."
source = "CPT-GR2#40"
as_entered = true
[numbered]
"""


@pytest.mark.parametrize(
    ("written", "instead", "line"),
    [
        ("as_entered = true", "", 7),
        ("as_entered = true", 'as_entered = true\nscope = "custody"', 7),
        ("as_entered = true\n[numbered]", "[[all_of]]\n[all_of.numbered]", 1),
    ],
)
def test_how_a_register_was_kept_is_asked_of_what_was_first_written(
    written: str, instead: str, line: int
) -> None:
    assert read_rule(NUMBERED, file="numbered.toml").as_entered
    with pytest.raises(RefusedError, match="first written") as refused:
        read_rule(NUMBERED.replace(written, instead, 1), file="numbered.toml")
    assert refused.value.where is not None
    assert (refused.value.where.file, refused.value.where.line) == ("numbered.toml", line)


SAID = """
set = "register"
title = "What an entry says"
says = "An entry says what it should."
source = "CPT-GR2#40"
"""


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ('[exists]\nentries = [{ kind = "attended", field = "told_free_to_leave", is = true }]', 6),
        ('[exists]\nentries = [{ kind = "interview_started", field = "present", is = "lawyer" }]', 6),
        ('[attribute]\nentries = ["examination_started"]\ntests = [{ field = "at_request", is = true }]', 7),
        ('[attribute]\nentries = ["examination_started"]\ntests = [{ field = "reason", is = "x" }]', 7),
        ('[attribute]\nentries = ["lawyer_delay_authorised"]\ntests = [{ field = "until", is = "x" }]', 7),
        ('[attribute]\nentries = ["interview_started"]\ntests = [{ field = "present", is = "lawyer" }]', 7),
        (
            (
                '[apart]\nentries = ["review_held"]\nfield = "by"\nothers = ["searched"]\n'
                'others_field = "authorised_by"'
            ),
            9,
        ),
        ('[limits]\nsoon = { site = "register.written-promptly" }\n[written]', 8),
        ('[when]\nearlier = "searched"\n[written]', 6),
    ],
)
def test_what_cannot_be_asked_is_refused_where_it_stands(template: str, line: int) -> None:
    as_entered = "as_entered = true\n" if "[written]" in template else ""
    with pytest.raises(RefusedError) as refused:
        read_rule(f"{SAID.strip()}\n{as_entered}{template}\n", file="said.toml")
    assert refused.value.code == "rule-unreadable"
    assert refused.value.where is not None
    assert refused.value.where.file == "said.toml"
    assert refused.value.where.line == line


def test_a_limit_that_no_rule_asks_for_is_a_mistake() -> None:
    with pytest.raises(RefusedError, match=r"visitor\.let-in"):
        read_site(SITE, file="site.toml")
