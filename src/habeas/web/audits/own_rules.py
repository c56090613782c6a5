"""Rules of one's own, sent with the asking for an audit: read strictly then, and kept beside what came of it.

What such a rule cites is told as cited by whoever wrote it; nobody here has checked it.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from habeas.safeguards import Rule, read_rule, rules
from habeas.safeguards.audit import chosen
from habeas.web.audits import kept
from habeas.web.audits.models import ALONE, JURISDICTION, SETS, Audit
from habeas.web.safeguards.showing import said_of
from habeas.web.safeguards.site import site
from habeas.web.shell.marks import own_words

ENDING = ".toml"
MOST = 50
EXAMPLE = """\
set = "CoE"                       # for which records: register, UN, CoE, EU or GB-EAW
title = "A visitor soon"
says = "A visitor of a child who was announced is let in within two days."
source = "NL-CCP#63(2)"
[limits]
limit = { provision = "NL-CCP#63(2)", days = 2 }
[when]
juvenile = true
[within]
start = "x_visitor_announced"     # a kind of entry of your own begins with x_
answers = ["x_visitor_let_in"]
every = true
[[provision]]
ref = "NL-CCP#63(2)"
instrument = "Code of Criminal Procedure of Northland"
pinpoint = "article 63, paragraph 2"
class = "binding"                 # binding, standard or own
jurisdiction = "NL"
words = "Whoever visits a person in custody is let in within two days."
"""
"""What stands in the file of a rule."""


def of(row: Audit) -> Mapping[str, Rule]:
    """The rules of one's own that an audit asks."""
    return _read(kept.rules_of(row)) if row.own_rules else {}


@lru_cache(maxsize=16)
def _read(folder: Path) -> Mapping[str, Rule]:
    found = (read_rule(path.read_text("utf-8"), file=path.name) for path in sorted(folder.iterdir()))
    return MappingProxyType({each.name: each for each in found})


def known(row: Audit) -> Mapping[str, Rule]:
    """Every rule that an audit may speak of: those that Habeas ships, and its own."""
    return {**rules(), **of(row)}


def asked(row: Audit) -> tuple[Rule, ...]:
    """The rules that an audit asks: those of its set, and its own."""
    own = tuple(of(row).values())
    if row.rule_set == ALONE:
        return own
    return (*chosen(None if row.rule_set == JURISDICTION else row.rule_set), *own)


def in_words(row: Audit) -> str:
    """By which rules an audit was asked for."""
    set_ = _(SETS[row.rule_set])
    if not row.own_rules:
        return set_
    return _("%(set)s, with rules of one's own: %(names)s") % {
        "set": set_,
        "names": own_words().listed(own_words().apart(each) for each in row.own_rules),
    }


def ways(row: Audit, shown: Collection[str]) -> list[tuple[str, str, str]]:
    """Name, title and page of each rule of one's own; none has a page that is not ``shown``."""
    return [
        (name, rule.title, reverse("audits:rule", args=[row.public_id, name]) if name in shown else "")
        for name, rule in of(row).items()
    ]


def only_in_one(older: Audit, newer: Audit) -> Sequence[str]:
    """The rules of one's own that only one of two audits asked, or that changed between them."""
    was, now = of(older), of(newer)
    return [name for name in sorted({*was, *now}) if was.get(name) != now.get(name)]


def told(row: Audit, name: str) -> dict[str, object] | None:
    """What a rule of one's own says, as it is asked today, and as it was sent; ``None`` for any other."""
    rule = of(row).get(name)
    if rule is None:
        return None
    path = kept.rules_of(row) / f"{name}{ENDING}"
    limits = site(of(row).values())
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        **said_of(rule, limits, today),
        "rule": rule,
        "site": _(limits.name),
        "text": path.read_text("utf-8"),
        "sha256": kept.sha256_of(path),
    }
