"""``habeas rule``: what a safeguard says, where it comes from, its limits, and its cases."""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from textwrap import fill

from habeas import law
from habeas.cli.audit_registers import text_of
from habeas.cli.english import EN
from habeas.cli.law import STATUS, checked, limit_text
from habeas.cli.saying import note
from habeas.errors import RefusedError, meant
from habeas.safeguards import Rule, Site, example_site, read_own_rule, read_site, rules
from habeas.safeguards.examples import Example, examples
from habeas.safeguards.limits import Limit, LimitOf
from habeas.safeguards.rule import TAKES
from habeas.safeguards.sentence import concerns, sentence
from habeas.safeguards.sql.compile import over_stays

HELP = "what a safeguard says, its source, its limits and its cases"
EXAMPLE = "habeas rule lawyer.called"
SCHEMA = "habeas/rule/1"
_WIDTH = 88


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NAME|FILE.toml",
        help="a rule (lawyer.called), or one of your own; without it, the rules of each set",
    )
    parser.add_argument(
        "--site", metavar="FILE.toml", help="the limits of a site, instead of the example that Habeas ships"
    )
    parser.add_argument("--sql", action="store_true", help="the rule as SQL alone, as it is today")


def run(args: argparse.Namespace) -> int:
    """Print what was asked for; ``RefusedError`` (``rule-unknown``) for a rule that there is not."""
    found = list(rules().values()) if args.name is None else [_named(args.name)]
    site = site_given(args.site, found)
    if args.json:
        said = {"schema": SCHEMA, "site": site.name, "rules": [_json(each, site) for each in found]}
        print(json.dumps(said, ensure_ascii=False, indent=2))
    elif args.sql:
        print("\n\n".join(f"-- {each.name}\n{_sql(each, site)};" for each in found))
    else:
        print("\n".join(_list() if args.name is None else _text(found[0], site)))
    return 0


def _named(name: str) -> Rule:
    if name.endswith(".toml"):
        return read_own_rule(text_of(name), file=name)
    if name not in rules():
        near = rules_meant(name, list(rules()))
        raise RefusedError(
            "rule-unknown", f"there is no rule “{name}”{near}", advice="“habeas rule” lists the rules."
        )
    return rules()[name]


def rules_meant(name: str, names: Sequence[str]) -> str:
    """Which of some rules may be meant by a name that is none: those like it, else those of its family."""
    family = name.split(".", maxsplit=1)[0]
    like = get_close_matches(name, names)
    return meant(like or [each for each in names if each.split(".")[0] == family][:3])


def site_given(path: str | None, own: Iterable[Rule] = ()) -> Site:
    """The limits of a site, or the example; says which of them no rule here asks for."""
    if path is None:
        return example_site()
    site = read_site(text_of(path), file=path, own=own)
    if site.passed_over:
        note(f"{path}: passed over, since no rule here has such a limit: {', '.join(site.passed_over)}")
    return site


def _list() -> Iterator[str]:
    wide = max(map(len, rules()))
    for name, taken in TAKES.items():
        own = [each for each in rules().values() if each.set == name]
        takes = f" (takes {' and '.join(taken)} with it)" if taken else ""
        yield f"{name}{takes}: {len(own)} rules"
        yield from (f"  {each.name:<{wide}}  {each.title}" for each in own)
        yield ""


def _text(rule: Rule, site: Site) -> Iterator[str]:
    yield f"{rule.name}  {rule.title}"
    yield fill(rule.says, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    for word, provision in (("source", rule.source), *(("also", each) for each in rule.also)):
        yield f"  {word:<8}  {provision.ref}: {provision.title}"
        told = f"{STATUS[provision.status]} ({provision.jurisdiction}); {checked(provision)}"
        yield fill(told, _WIDTH, initial_indent=" " * 12, subsequent_indent=" " * 12)
    yield f"  set       {rule.set}"
    yield f"  over      {'each stay' if rule.scope == 'stay' else 'the whole of custody'}"
    for name, limit in rule.limits.items():
        yield from (f"  {name:<8}  {each}" for each in _limit(limit, site))
    yield from (f"  when      {concerns(guard, EN)}" for guard in rule.guards)
    asked = sentence(rule, site, datetime.now(UTC).date(), EN)
    yield fill(f"  reads     {asked}", _WIDTH, subsequent_indent=" " * 12)
    for case in examples().get(rule.name, ()):
        yield ""
        yield from _case(case)


def _limit(limit: LimitOf, site: Site) -> list[str]:
    """A limit of law with each value that it had; that of the site; or what the rule itself brings."""
    if limit.own is not None:
        return [f"{_amount(limit.own)}, from {limit.own.by}, as whoever wrote the rule says"]
    if limit.law:
        return [f"{limit_text(each)}; {_since(each)}" for each in law.limit_series(limit.law)]
    minutes = site.minutes.get(limit.site)
    own = "none" if minutes is None else f"{minutes} minutes"
    return [f"{own}, set by {site.name}: the source gives no number"]


def _amount(limit: Limit) -> str:
    number = f"{limit.count} times" if limit.count else EN.length(limit.length)
    return number if limit.window is None else f"{number} in any {EN.length(limit.window)}"


def _since(limit: law.Limit) -> str:
    since = "" if limit.in_force_from is None else f"from {limit.in_force_from}"
    until = "" if limit.in_force_until is None else f"until {limit.in_force_until}"
    return " ".join(part for part in (since, until) if part) or "whatever the day"


def _case(case: Example) -> Iterator[str]:
    verdicts = ", ".join(each.replace("_", " ") for each in case.verdicts)
    yield f"  {verdicts}: {case.says}"
    yield from (f"    {name.replace('_', ' ')}: {value}" for name, value in case.attributes.items())
    if case.zone != "UTC":
        yield f"    on {case.day} in {case.zone}"
    yield from (f"    the register cannot be reached {each}" for each in case.outages)
    for place, lines in enumerate(case.records):
        if place:
            yield "    the next record of the person"
        yield from (f"    {line}" for line in lines)
    yield f"    judged at {case.as_of}"


def _json(rule: Rule, site: Site) -> dict[str, object]:
    return {
        "name": rule.name,
        "set": rule.set,
        "scope": rule.scope,
        "title": rule.title,
        "says": rule.says,
        "sources": [
            {
                "ref": each.ref,
                "title": each.title,
                "status": each.status,
                "jurisdiction": each.jurisdiction,
                "verified": each.verified and each.pinpoint_verified,
                "checked": checked(each),
            }
            for each in (rule.source, *rule.also)
        ],
        "limits": [_limit_json(name, limit, site) for name, limit in rule.limits.items()],
        "when": [str(each) for each in rule.guards],
        "template": str(rule.template),
        "sql": _sql(rule, site),
        "cases": [_case_json(each) for each in examples().get(rule.name, ())],
    }


def _sql(rule: Rule, site: Site) -> str:
    return over_stays(rule, datetime.now(UTC), site)


def _limit_json(name: str, limit: LimitOf, site: Site) -> dict[str, object]:
    if (own := limit.own) is not None:
        window = None if own.window is None else own.window.total_seconds()
        length = {"seconds": own.length.total_seconds()} if own.length else {"times": own.count}
        return {"name": name, "by": own.by, **length, "window_s": window, "verified": False}
    if limit.site:
        return {"name": name, "by": site.name, "site": limit.site, "minutes": site.minutes.get(limit.site)}
    values = [
        {
            "value": each.value,
            "unit": each.unit,
            "window_hours": each.window_hours,
            "in_force_from": None if each.in_force_from is None else str(each.in_force_from),
            "in_force_until": None if each.in_force_until is None else str(each.in_force_until),
            "verified": each.verified,
        }
        for each in law.limit_series(limit.law)
    ]
    return {"name": name, "law": limit.law, "values": values}


def _case_json(case: Example) -> dict[str, object]:
    return {
        "says": case.says,
        "day": str(case.day),
        "zone": case.zone,
        "attributes": dict(case.attributes),
        "outages": list(case.outages),
        "records": [list(lines) for lines in case.records],
        "as_of": case.as_of,
        "verdicts": list(case.verdicts),
        "reason": case.reason,
        "excused_by": case.excused_by,
        "excuse_too_late": case.too_late,
        "as_first_written": case.as_first_written,
    }
