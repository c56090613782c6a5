"""A rule that a user writes: about kinds of the site's own too, and errors that point at the line."""

import re
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from tests.phrases import untold
from tests.safeguards.compared import by_engine, differences, plain
from tests.safeguards.loaded import load
from tests.safeguards.nasty import register

from habeas.custody.retention import read_retentions
from habeas.errors import RefusedError
from habeas.safeguards import read_rule, read_site
from habeas.safeguards.figures import Standing
from habeas.safeguards.figures.making import standing
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
    assert untold(refused.value) == []
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
    assert untold(refused.value) == []
    assert refused.value.where.file == "said.toml"
    assert refused.value.where.line == line


VISITED = """
set = "CoE"
title = "A lawyer for those who want one"
says = "A lawyer comes."
source = "CPT-GR12#41"
[limits]
limit = { site = "lawyer.arrives" }
[when]
foreign_national = true
[within]
start = "lawyer_requested"
answers = ["lawyer_arrived"]
"""


@pytest.mark.parametrize(
    ("written", "instead", "line", "says"),
    [
        ("foreign_national = true", 'juvenile = "yes"', 9, "“yes”: it is true or false"),
        ("foreign_national = true", "juvenile = 0", 9, "“0”: it is true or false"),
        ("foreign_national = true", "juvenile = []", 9, "no value"),
        ("foreign_national = true", 'basis = "criminl"', 9, "criminal, administrative"),
        ("foreign_national = true", 'establishment_type = ["prison", "police"]', 9, "police_station"),
        ("foreign_national = true", 'born = "2001"', 9, "no attribute “born”"),
        ("foreign_national = true", 'juvenil = "x"', 9, "perhaps “juvenile” is meant"),
        ("foreign_national = true", "any = []", 9, "a condition in each"),
        ("foreign_national = true", 'any = [{ vulnerable = "true" }]', 9, "it is true or false"),
        ("foreign_national = true", 'earlier = ["searched", "checked"]', 9, "one kind of entry"),
        ('title = "A lawyer for those who want one"', 'title = " "', 3, "title is empty"),
        ('["lawyer_arrived"]', "[]", 12, "names no kind of entry"),
        ('["lawyer_arrived"]', '[["lawyer_arrived"]]', 12, "tables of kind, field and is"),
        ('["lawyer_arrived"]', '["lawyer_arived"]', 12, "perhaps “lawyer_arrived” is meant"),
        ('["lawyer_arrived"]', '{ kind = "judge_seen", field = "outcome", is = "fred" }', 12, "remanded"),
        ('["lawyer_arrived"]', '{ kind = "judge_seen", field = "outcome" }', 12, "go together"),
        ('["lawyer_arrived"]', '{ kind = "judge_seen", fields = "outcome" }', 12, "may be kind, field, is"),
        (
            '["lawyer_arrived"]',
            '"lawyer_arrived"\ndelayed_by = "lawyer_waived"',
            13,
            "lawyer_delay_authorised",
        ),
        ('["lawyer_arrived"]', '"lawyer_arrived"\nrequested_by = "lawyer_requested"', 13, "needs waived_by"),
        ('site = "lawyer.arrives"', 'law = "gr28-interviewers"', 10, "has to be a length of time"),
        ('site = "lawyer.arrives"', 'law = "pace1984-withot-charge"', 7, "pace1984-without-charge"),
    ],
)
def test_what_a_register_never_says_is_refused_with_what_it_can(
    written: str, instead: str, line: int, says: str
) -> None:
    read_rule(VISITED, file="visited.toml")
    with pytest.raises(RefusedError) as refused:
        read_rule(VISITED.replace(written, instead, 1), file="visited.toml")
    assert says in refused.value.message
    assert refused.value.where is not None
    assert untold(refused.value) == []
    assert refused.value.where.line == line


_SEARCHED = '[attribute]\nentries = ["searched"]\n'
_COVER = '[cover]\nspan = "interview"\nby = "lawyer"\n'
_OF_SITE = '[limits]\nlimit = { site = "lawyer.called" }\n'
_CLOCK = f'{_OF_SITE}[clock]\nstart = "arrived"\n'
_EXTENDED = f'{_CLOCK}extended_by = "extension_authorised"\n'
_BY_SOLICITOR = 'tolerance_seconds = 60\ndenied_by = { field = "present", lacks = "solicitor" }'
_OF_OWN = '[attribute]\nentries = ["x_seen"]\ntests = [{ field = "reason", said = true }]'


@pytest.mark.parametrize(
    ("template", "line", "says"),
    [
        (f"{_SEARCHED}tests = []", 7, "asks nothing"),
        (f'{_SEARCHED}tests = ["reason"]', 7, "a list of tables"),
        (f'{_SEARCHED}tests = [{{ field = "reason", said = false }}]', 7, "said is true"),
        (f'{_SEARCHED}tests = [{{ field = "private", is = true }}]', 7, "same_sex"),
        (_OF_OWN, 7, "none that can"),
        (f"{_COVER}{_BY_SOLICITOR}", 9, "appropriate_adult"),
        (f"{_COVER}tolerance_seconds = -1", 8, "whole number from 0"),
        (f"{_COVER}tolerance_seconds = 1000000000000", 8, "is more than 52596000"),
        ('[at_most]\nentries = ["searched"]', 5, "[limits] limit, a number"),
        (f'{_OF_SITE}[at_most]\nentries = ["searched"]', 7, "a number"),
        (f'{_CLOCK}extended_by = "lawyer_delay_authorised"', 9, "extension_authorised"),
        (f'{_EXTENDED}caps = {{ chief = "limit" }}', 10, "superintendent"),
        (f'{_EXTENDED}caps = {{ court = "longest" }}', 7, "[limits] longest"),
        ("[[all_of]]", 5, "one template"),
        ("all_of = []", 5, "no part"),
    ],
)
def test_a_template_is_refused_that_would_ask_in_vain(template: str, line: int, says: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_rule(f"{SAID.strip()}\n{template}\n", file="said.toml")
    assert says in refused.value.message
    assert refused.value.where is not None
    assert untold(refused.value) == []
    assert refused.value.where.line == line


def test_all_that_is_wrong_with_a_rule_is_told_at_once() -> None:
    wrong = (
        VISITED.replace("true", '"yes"')
        .replace("lawyer_arrived", "lawyer_arived")
        .replace("A lawyer for", "")
    )
    with pytest.raises(
        RefusedError, match=r"it is true or false.*; and in line 12: .*lawyer_arrived"
    ) as refused:
        read_rule(wrong, file="visited.toml")
    assert refused.value.where is not None
    assert refused.value.where.line == 9


def test_the_limit_of_a_rule_that_is_not_asked_is_passed_over() -> None:
    site = read_site(f'{SITE}"lawyer.called" = 20\n', file="site.toml")
    assert site.passed_over == ("visitor.let-in",)
    assert dict(site.minutes) == {"lawyer.called": 20}
    own = read_rule(RULE, file="visitor.toml")
    assert read_site(SITE, file="site.toml", own=[own]).passed_over == ()


def test_a_limit_that_is_misspelt_is_a_mistake_still() -> None:
    with pytest.raises(RefusedError, match=r"“lawyer\.caled”; perhaps “lawyer\.called” is meant") as refused:
        read_site(f'{SITE}"lawyer.caled" = 20\n', file="site.toml")
    assert refused.value.where is not None
    assert refused.value.where.line == 4


@pytest.mark.parametrize("minutes", ["52596001", "100000000000000", "1" * 5000])
def test_a_limit_of_more_than_a_hundred_years_is_a_slip(minutes: str) -> None:
    assert read_site(f'{SITE}"lawyer.called" = 52596000\n', file="site.toml").limit("lawyer.called")
    with pytest.raises(RefusedError) as refused:
        read_site(f'{SITE}"lawyer.called" = {minutes}\n', file="site.toml")
    assert refused.value.code == "site-unreadable"
    assert refused.value.where is not None
    assert refused.value.where.line == 4


def test_how_long_records_are_kept_stands_in_the_same_file() -> None:
    kept = '[[retention]]\nvalue = 10\nunit = "years"\nsource = "Act 5"\nin_force_from = 2020-01-01\n'
    assert read_site(SITE + kept, file="site.toml").name == "north"
    assert len(read_retentions(SITE + kept, file="site.toml")) == 1


NATIONAL = """
set = "CoE"
title = "A visitor within two days, by the code"
says = "A visitor who was announced is let in within two days."
source = "NL-CCP#63(2)"
also = ["CPT-GR12#41"]
[limits]
limit = { provision = "NL-CCP#63(2)", days = 2 }
[within]
start = "x_visitor_announced"
answers = ["x_visitor_let_in"]
every = true
[[provision]]
ref = "NL-CCP#63(2)"
instrument = "Code of Criminal Procedure of Northland"
pinpoint = "article 63, paragraph 2"
class = "binding"
jurisdiction = "NL"
words = "Whoever visits a person in custody is let in within two days."
"""


def test_a_rule_cites_the_law_of_its_own_country_and_nobody_calls_it_checked() -> None:
    rule = read_rule(NATIONAL, file="visitor.toml")
    assert rule.source.pinpoint == "Code of Criminal Procedure of Northland, article 63, paragraph 2"
    assert not rule.source.held
    assert not rule.source.verified
    assert not rule.source.pinpoint_verified
    assert standing(rule, "NL") is Standing.BINDING
    assert standing(rule, "CoE") is Standing.SOFT
    assert standing(read_rule(NATIONAL.replace('"binding"', '"own"'), file="x.toml"), "NL") is Standing.SOFT


@pytest.mark.parametrize("engine", [Duck, Kernels])
def test_the_number_of_a_provision_that_a_rule_brings_is_its_limit(engine: type[Duck]) -> None:
    records, events, as_of = register(3, 60)
    renamed = {
        record: [replace(one, kind=OWN.get(one.kind, one.kind)) for one in own]
        for record, own in events.items()
    }
    rule = read_rule(NATIONAL, file="visitor.toml")
    site = read_site(SITE, file="site.toml")
    loaded = load(records, renamed)
    said = plain(records, renamed, as_of, site, [rule])
    assert differences(said, by_engine(loaded, engine(loaded.duckdb(), as_of, site), [rule])) == []
    limits = rule.limits_on(as_of.date(), site)
    assert limits is not None
    assert (limits["limit"].by, limits["limit"].length) == ("NL-CCP#63(2)", timedelta(days=2))
    assert len({verdict for own in said.values() for verdict, *_rest in own}) > 1


@pytest.mark.parametrize(
    ("written", "instead", "line", "says"),
    [
        ('source = "NL-CCP#63(2)"', 'source = "NL-CCP#64"', 5, "[[provision]]"),
        ("days = 2", "weeks = 2", 8, "minutes, hours, days, times"),
        ("days = 2", "days = 0", 8, "whole number from 1"),
        ("days = 2", "days = 36526", 8, "days: 36526 is more than 36525"),
        ("days = 2", "days = 100000000000", 8, "is more than 36525"),
        ("days = 2", "days = 2, window_hours = 876601", 8, "is more than 876600"),
        ("days = 2", "times = 2", 9, "a length of time"),
        ('limit = { provision = "NL-CCP#63(2)"', 'limit = { provision = "NL-CCP#6"', 8, "NL-CCP#63(2)"),
        ('"binding"', '"law"', 17, "binding, standard, own"),
        ('"article 63, paragraph 2"', '""', 16, "pinpoint is empty"),
        ('jurisdiction = "NL"', "", 13, "jurisdiction is missing"),
        ('jurisdiction = "NL"', 'jurisdiction = "NL"\nverified = true', 19, "“verified” means nothing"),
        ('ref = "NL-CCP#63(2)"', 'ref = "art. 63"', 14, "not a reference"),
        ('ref = "NL-CCP#63(2)"', 'ref = "CPT-GR12#41"', 5, "no provision"),
        ('also = ["CPT-GR12#41"]', 'also = ["NL-CCP#63(3)"]', 6, "no provision"),
    ],
)
def test_a_provision_that_a_rule_brings_is_held_to_what_it_needs(
    written: str, instead: str, line: int, says: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        read_rule(NATIONAL.replace(written, instead, 1), file="visitor.toml")
    assert says in refused.value.message
    assert refused.value.where is not None
    assert untold(refused.value) == []
    assert refused.value.where.line == line


def test_what_habeas_holds_is_not_brought_anew() -> None:
    taken = NATIONAL.replace("NL-CCP#63(2)", "CPT-GR12#41").replace('also = ["CPT-GR12#41"]', "")
    with pytest.raises(RefusedError, match="Habeas holds CPT-GR12 itself"):
        read_rule(taken, file="visitor.toml")


def test_a_wrong_set_a_wrong_limit_and_an_unknown_kind_are_told_at_once() -> None:
    wrong = NATIONAL.replace('"CoE"', '"NL"').replace("days = 2", "day = 2")
    wrong = wrong.replace("x_visitor_announced", "anounced")
    with pytest.raises(RefusedError) as refused:
        read_rule(wrong, file="visitor.toml")
    for each in (
        "there is no set “NL”",
        "its number is in one of minutes",
        "“day” means nothing",
        "“anounced”",
    ):
        assert each in refused.value.message
