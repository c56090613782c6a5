"""Rules as files: one TOML file for each, read strictly; an error names the file and the line."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from habeas.custody.kinds import spans
from habeas.errors import Phrase, RefusedError, Where
from habeas.language import N_
from habeas.safeguards import askable, citing
from habeas.safeguards.askable import LIST, NAMED, patterns, span, start
from habeas.safeguards.excuse import Urgency
from habeas.safeguards.guard import AnyOf as AnyGuard
from habeas.safeguards.guard import Earlier, Guard
from habeas.safeguards.ingest.fields import asked_of
from habeas.safeguards.limits import LimitOf, Measure
from habeas.safeguards.rule import TAKES, Rule, Scope
from habeas.safeguards.strict import Table, listed, read_table
from habeas.safeguards.templates.attribute import Apart, Asks, Attribute
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import ClosedPairs, InOrder, Numbered, Written
from habeas.safeguards.templates.starts import ARRIVED
from habeas.safeguards.templates.within import Within

_WORDS = frozenset(
    {
        *("set", "scope", "title", "says", "source", "also", "provision"),
        *("live", "as_entered", "limits", "when", "excused", "all_of", "any_of"),
    }
)
"""What a rule says beside its template."""
LONGEST_NAME = 80
"""Letters of the name of a rule of one's own."""
_NAME = re.compile(r"[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*")


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule that Habeas ships by its name, in the order of the files."""
    folder = files("habeas.safeguards") / "rules"
    found = [
        read_rule(path.read_text("utf-8"), file=path.name)
        for path in sorted(folder.iterdir(), key=lambda each: each.name)
        if path.name.endswith(".toml")
    ]
    return MappingProxyType({rule.name: rule for rule in found})


def read_rule(text: str, *, file: str) -> Rule:
    """Read a rule, named as its file. Raises ``RefusedError`` (``rule-unreadable``) with the line."""
    table = read_table(text, file, _refused)
    rule = _rule(table, file.rsplit("/", 1)[-1].removesuffix(".toml"))
    table.hold_read()
    return rule


def read_own_rule(text: str, *, file: str, others: Collection[str] = ()) -> Rule:
    """Read a rule of one's own: it has a name that no rule of Habeas has, and none of the ``others``.

    Raises ``RefusedError`` (``own-rule-name``, ``rule-unreadable``) with all that is wrong with it.
    """
    name = file.rsplit("/", 1)[-1].removesuffix(".toml")
    if not file.endswith(".toml") or not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise RefusedError(
            "own-rule-name",
            N_("A rule is named as its file, which ends in .toml."),
            where=Where(file, 1),
            advice=N_("Use letters, figures, dots and hyphens, as in visitor.let-in.toml."),
        )
    if name in rules() or name in others:
        raise RefusedError(
            "own-rule-name",
            N_("There is a rule of this name already."),
            where=Where(file, 1),
            advice=N_("Give the file another name."),
        )
    return read_rule(text, file=file)


def _refused(why: str, where: Where) -> RefusedError:
    return RefusedError("rule-unreadable", Phrase("the rule cannot be read: {why}", why=why), where=where)


def _rule(said: Table, name: str) -> Rule:
    for key in said.said.keys() - _WORDS - TEMPLATES.keys():
        words = sorted(_WORDS | TEMPLATES.keys())
        no = N_("“{key}” means nothing here{near}; it may be {known}")
        raise said.wrong(key, Phrase(no, key=key, near=listed(key, words), known=tuple(words)))
    set_, scope = said.need("set", str), said.word("scope", Scope.STAY)
    if set_ not in TAKES:
        near = listed(set_, tuple(TAKES))
        said.note("set", Phrase("there is no set “{name}”{near}", name=set_, near=near))
    if scope not in tuple(Scope):
        near = listed(scope, tuple(Scope))
        raise said.wrong("scope", Phrase("there is no scope “{name}”{near}", name=scope, near=near))
    as_entered = said.get("as_entered", bool, False)
    own = citing.brought(said)
    given = said.table("limits")
    limits = {key: citing.limit(given, key, own) for key in given.said}
    template = _template(said, limits)
    if as_entered and scope != Scope.STAY:
        by_stays = Phrase("what is asked of entries as they were first written goes by stays")
        raise said.wrong("scope", by_stays)
    guards = tuple(askable.guards(said.table("when")))
    _hold_entries(said, guards, as_entered=as_entered)
    source = citing.cited(said, "source", said.need("source", str), own)
    also = tuple(citing.cited(said, "also", one, own) for one in said.get("also", list, []))
    for ref in own.keys() - {source.ref, *(one.ref for one in also)}:
        idle = Phrase("{ref} is brought, and neither source nor also cites it", ref=ref)
        said.note("provision", idle)
    return Rule(
        name=name,
        set=set_,
        scope=Scope(scope),
        title=said.filled("title"),
        says=said.filled("says"),
        source=source,
        also=also,
        limits=MappingProxyType(limits),
        guards=guards,
        template=template,
        live=said.get("live", bool, False),
        as_entered=as_entered,
    )


def _hold_entries(said: Table, guards: tuple[Guard, ...], *, as_entered: bool) -> None:
    """Refuse what cannot be asked of how a register was kept."""
    asks = _of_entries(said.said)
    if asks and not as_entered:
        raise said.wrong(
            asks,
            Phrase(
                "“{key}” asks how a register was kept, of its entries as they were first written: "
                "it needs {also}",
                key=asks,
                also="as_entered = true",
            ),
        )
    parts = [part for one in guards for part in (one.parts if isinstance(one, AnyGuard) else (one,))]
    if asks == "written" and any(isinstance(one, Earlier) for one in parts):
        raise said.wrong(
            "when", Phrase("“{key}” is asked of all entries, whatever came earlier", key="written")
        )


def _of_entries(said: Mapping[str, Any]) -> str:
    """The template that asks how entries were written, where a rule has one (safeguards.md 1)."""
    own = [name for name in ("written", "numbered", "in_order") if name in said]
    parts = (part for name in ("all_of", "any_of") for part in said.get(name, ()))
    return next(filter(None, [*own, *map(_of_entries, parts)]), "")


def _within(said: Table) -> Template:
    given = said.said.get("start")
    named = isinstance(given, str) and given in askable.STARTS
    return Within(
        start=start(said) if named else str(given) if isinstance(given, str) else "",
        triggers=() if named else patterns(said, "start"),
        answers=patterns(said, "answers"),
        every=said.get("every", bool, False),
        early=said.get("early", bool, False),
        outlives=said.get("outlives", bool, False),
        already=span(said, "already", need=False),
        waiver=askable.waiver(said),
        delay=askable.delay(said),
    )


def _before(said: Table) -> Template:
    triggers = patterns(said, "entries")
    return Before(
        earlier=patterns(said, "earlier"),
        triggers=triggers,
        denied=askable.denial(said, [each.kind for each in triggers]),
        waived=patterns(said, "waived", need=False),
    )


def _cover(said: Table) -> Template:
    covered = span(said, "span")
    return Cover(
        span=covered,
        by=span(said, "by"),
        less=span(said, "less", need=False),
        tolerance=timedelta(seconds=said.whole("tolerance_seconds", 0)),
        denied=askable.denial(said, spans().get(covered, ())[:1]),
    )


def _clock(said: Table) -> Template:
    may = asked_of("until").keys() & asked_of("by").keys()
    why = N_("“{name}” extends nothing: it has no until with by{near}")
    extended = askable.kind(said, "extended_by", may=may, why=why)
    caps = said.words("caps")
    authorise = asked_of("by")[extended].of if extended in may else ()
    for who in caps:
        if who not in authorise:
            near = listed(who, authorise)
            said.note(who, Phrase("nobody who extends is called “{name}”{near}", name=who, near=near))
    return Clock(
        start=start(said),
        ends=patterns(said, "ends", need=False),
        suspended_by=span(said, "suspended_by", need=False),
        unless=askable.one_pattern(said, "unless") if "unless" in said.said else None,
        extended_by=extended,
        caps=tuple(caps.items()),
    )


def _apart(said: Table) -> Template:
    own, others = patterns(said, "entries"), patterns(said, "others")
    field, others_field = said.need("field", str), said.need("others_field", str)
    askable.fields_of(said, "field", field, [each.kind for each in own], NAMED)
    askable.fields_of(said, "others_field", others_field, [each.kind for each in others], LIST)
    return Apart(patterns=own, field=field, others=others, others_field=others_field)


def _attribute(said: Table) -> Template:
    asked = patterns(said, "entries")
    return Attribute(
        patterns=asked,
        tests=askable.field_tests(said, "tests", asked, need=True),
        exceptions=askable.field_tests(said, "exceptions", asked),
    )


def _cadence(said: Table) -> Template:
    limits = said.several("limits")
    if not limits:
        raise said.wrong(
            "limits",
            Phrase(
                "{key} names those that hold one after another, each of {table}",
                key="limits",
                table="[limits]",
            ),
        )
    return Cadence(
        start=start(said),
        patterns=patterns(said, "entries"),
        limits=limits,
        postponed=askable.delay(said, "postponed_by"),
    )


TEMPLATES: Mapping[str, Callable[[Table], Template]] = MappingProxyType(
    {
        "within": _within,
        "exists": lambda said: Exists(
            patterns=patterns(said, "entries"), timed=said.get("timed", bool, False)
        ),
        "at_most": lambda said: AtMost(patterns=patterns(said, "entries")),
        "at_least": lambda said: AtLeast(patterns=patterns(said, "entries"), start=start(said, ARRIVED)),
        "total": lambda said: Total(
            span=span(said, "span"), start=start(said, ARRIVED), skip=said.whole("skip", 0, 0)
        ),
        "before": _before,
        "nothing_after_end": lambda said: NothingAfterEnd(still=askable.several_kinds(said, "still")),
        "cover": _cover,
        "exclude": lambda said: Exclude(span=span(said, "span"), other=span(said, "other")),
        "max_duration": lambda said: MaxDuration(
            span=span(said, "span"), less=span(said, "less", need=False)
        ),
        "min_gap": lambda said: MinGap(span=span(said, "span")),
        "max_gap": lambda said: MaxGap(patterns=patterns(said, "entries"), inside=span(said, "inside")),
        "cadence": _cadence,
        "continuous": lambda said: Continuous(
            span=span(said, "span"),
            start=start(said, ARRIVED),
            sliding=said.get("sliding", bool, False),
        ),
        "clock": _clock,
        "attribute": _attribute,
        "apart": _apart,
        "written": lambda said: Written(),
        "numbered": lambda said: Numbered(),
        "in_order": lambda said: InOrder(),
        "closed_pairs": lambda said: ClosedPairs(),
    }
)
"""The closed set of templates by the name of their table."""


def _template(said: Table, limits: Mapping[str, LimitOf]) -> Template:
    found = [name for name in (*TEMPLATES, "all_of", "any_of") if name in said.said]
    if len(found) != 1:
        one_of = Phrase("a rule has one template of {known}", known=tuple(TEMPLATES))
        raise said.wrong(found[1] if found else "", one_of)
    name = found[0]
    if name in ("all_of", "any_of"):
        parts = tuple(_template(part, limits) for part in said.tables(name))
        if not parts:
            raise said.wrong(name, Phrase("{name} has no part", name=name))
        return AllOf(parts=parts) if name == "all_of" else AnyOf(parts=parts)
    template = TEMPLATES[name](said.table(name))
    if name == "written" and limits and "limit" not in limits:
        called = Phrase("what it has under {table} is called {name}", table="[limits]", name="limit")
        raise said.wrong(name, called)
    _hold_limits(said, name, template, limits)
    excused = said.table("excused")
    if not excused.said:
        return template
    return Excused(
        inner=template,
        after=patterns(excused, "after", need=False),
        waiver=askable.waiver(excused),
        urgency=Urgency() if excused.get("urgency", bool, False) else None,
        delay=askable.delay(excused),
    )


def _hold_limits(said: Table, name: str, template: Template, limits: Mapping[str, LimitOf]) -> None:
    """Note each limit that a template needs and has not, or that measures something else."""
    needs: Mapping[str, Measure] = {}
    match template:
        case Cadence():
            needs = dict.fromkeys(template.limits, Measure.LENGTH)
        case Clock():
            needs = dict.fromkeys(("limit", *(cap for _who, cap in template.caps)), Measure.LENGTH)
        case Attribute() if any(
            each.asks is Asks.AT_MOST for each in (*template.tests, *template.exceptions)
        ):
            needs = {"limit": Measure.COUNT}
        case Written() if not limits:
            pass
        case _ if name in MEASURES:
            needs = {"limit": MEASURES[name]}
    for each, measure in needs.items():
        if each not in limits:
            need = Phrase("it needs {limit}, {measure}", limit=f"[limits] {each}", measure=Phrase(measure))
            said.note(name, need)
        elif limits[each].measure is not measure:
            said.note(
                name, Phrase("its limit “{limit}” has to be {measure}", limit=each, measure=Phrase(measure))
            )


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        **dict.fromkeys(("within", "total", "max_duration", "min_gap", "max_gap"), Measure.LENGTH),
        **dict.fromkeys(("continuous", "cadence", "clock", "in_order", "written"), Measure.LENGTH),
        **dict.fromkeys(("at_most", "at_least"), Measure.COUNT),
    }
)
"""What the limit of a template has to be, where it has one."""
