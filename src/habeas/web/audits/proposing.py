"""The words of a finding as an audit proposes it: figures with their whole, rule, source, limit, audit.

A person edits them and takes them over; what the audit said stays beside the finding as it was.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from habeas.law import provision
from habeas.safeguards.figures import Sourced
from habeas.safeguards.report.composing import NOT_HELD
from habeas.safeguards.report.saying import limited
from habeas.web.audits.kept import SUMMARY
from habeas.web.audits.models import Audit
from habeas.web.audits.showing import Safeguard
from habeas.web.shell.marks import own_words

HEADINGS: Mapping[str, str] = {
    "record": "registers",
    "register": "registers",
    "rights": "information",
    "notice": "notification",
    "foreigner": "notification",
    "lawyer": "lawyer",
    "doctor": "doctor",
    "juvenile": "juveniles",
    "interview": "recording",
    "custody": "conditions",
    "rest": "conditions",
    "meal": "conditions",
    "video": "recording",
}
"""Under which heading of a visit report a finding on a rule stands, by the first word of the rule."""
_USUAL = "safeguards"


def heading_of(rule: str) -> str:
    """The heading that is proposed."""
    return HEADINGS.get(rule.partition(".")[0], _USUAL)


def proposed(row: Audit, one: Safeguard, name: str) -> str:
    """What the finding says, in the language of who reads."""
    words, figures = own_words(), one.figures
    shares = {each.key: (each.count, each.percent) for each in one.shares}
    lines = [_("%(title)s. %(says)s") % {"title": one.title, "says": _(figures.says)}]
    if one.station:
        lines.append(_("The figures are those of one place alone: %(place)s.") % {"place": one.place})
    lines += [
        _(
            "Of %(of)s: shown to be kept %(kept)s (%(kept_share)s), %(breach)s %(missed)s "
            "(%(missed_share)s), not recorded %(unwritten)s (%(unwritten_share)s), still running %(running)s."
        )
        % {
            "of": one.counted,
            "kept": shares["met"][0],
            "kept_share": shares["met"][1],
            "breach": one.breach,
            "missed": shares["breached"][0],
            "missed_share": shares["breached"][1],
            "unwritten": shares["not_recorded"][0],
            "unwritten_share": shares["not_recorded"][1],
            "running": shares["pending"][0],
        },
        _("Not recorded says that nothing shows whether it was kept: it is no breach, and not kept either."),
    ]
    if one.took:
        lines.append(_("How long it took: %(lengths)s.") % {"lengths": one.took})
    sources = words.listed(_cited(each) for each in one.sources)
    lines.append(_("Source: %(sources)s.") % {"sources": sources})
    if figures.limits:
        limits = words.listed((limited(each, one.whole, words) for each in figures.limits), apart=True)
        lines.append(_("Limit: %(limits)s.") % {"limits": limits})
    lines.append(
        _(
            "Register: %(name)s, %(records)s records, judged as of %(moment)s UTC. "
            "Audit: SHA-256 of %(file)s %(sha256)s."
        )
        % {
            "name": name,
            "records": words.number(row.records or 0),
            "moment": words.moment(row.as_of),
            "file": SUMMARY,
            "sha256": row.sha256,
        }
    )
    return "\n".join(lines)


def frozen(row: Audit, one: Safeguard) -> dict[str, Any]:
    """What the audit said of the rule, as it is kept beside the finding."""
    figures = one.figures
    return {
        "rule": figures.rule,
        "station": one.station,
        "met": figures.counts.met,
        "breached": figures.counts.breached,
        "not_recorded": figures.counts.not_recorded,
        "pending": figures.counts.pending,
        "measured": figures.measured,
        "median_s": figures.median_s,
        "p90_s": figures.p90_s,
        "sources": [each.ref for each in one.sources],
        "standing": one.standing.value,
        "limits": [[each.by, each.seconds, each.count, each.window_s] for each in figures.limits],
        "as_of": row.as_of.isoformat(),
        "site": one.whole.site,
        "records": row.records,
        "sha256": row.sha256,
        "rules_sha256": row.rules_sha256,
        "source_sha256": row.source_sha256,
    }


def _cited(source: Sourced) -> str:
    """A source by its place in the text, and that nobody has checked it where that is so."""
    if source.cited is not None:
        return f"{source.cited.pinpoint} ({_(NOT_HELD)})"
    pinpoint = _(provision(source.ref).pinpoint)
    return pinpoint if source.verified else f"{pinpoint} ({_('not yet checked against the original')})"
