"""By what the rules of an audit are known again: two audits compare only where they asked the same."""

from habeas import canonical
from habeas.law import limit_series
from habeas.safeguards.audit import Asked
from habeas.safeguards.limits import LimitOf, Site
from habeas.safeguards.rule import LATE, Rule
from habeas.safeguards.site import JOINED


def fingerprint(asked: Asked) -> str:
    """The SHA-256 of what was asked: each rule as it is read, with every value of its limits."""
    return canonical.digest(
        {
            "set": asked.rule_set,
            "late": asked.site.minutes.get(LATE),
            "joined": asked.site.minutes.get(JOINED),
            "rules": [_rule(each, asked.site) for each in asked.rules],
        }
    )


def of_rule(rule: Rule) -> str:
    """The SHA-256 of what a rule asks, whatever its limits are."""
    return canonical.digest(_asks(rule))


def _rule(rule: Rule, site: Site) -> dict[str, canonical.Json]:
    return {
        **_asks(rule),
        "sources": [each.ref for each in (rule.source, *rule.also)],
        "limits": {name: _limit(each, site) for name, each in rule.limits.items()},
    }


def _asks(rule: Rule) -> dict[str, canonical.Json]:
    return {
        "name": rule.name,
        "set": rule.set,
        "scope": rule.scope.value,
        "as_entered": rule.as_entered,
        "template": str(rule.template),
        "guards": [str(each) for each in rule.guards],
    }


def _limit(limit: LimitOf, site: Site) -> canonical.Json:
    if limit.site:
        return site.minutes.get(limit.site)
    if (own := limit.own) is not None:
        return [own.by, str(own.length), own.count, str(own.window or "")]
    return [
        [each.value, each.unit, str(each.in_force_from or ""), str(each.in_force_until or "")]
        for each in limit_series(limit.law)
    ]
