"""What a document is read as: by its name the reading that gives it, as ``contracts.md`` 4 has it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from habeas.documents.paragraphs import ReadText
from habeas.documents.press import press_json, speakers_of
from habeas.documents.reply.replies import reply_json
from habeas.documents.report.head import head_of
from habeas.documents.report.visit_report import report_json
from habeas.documents.review.recommendations import recommendations_json, recommendations_of
from habeas.documents.review.thematic_lists import listed_by_theme


class About(NamedTuple):
    """What is known of a document beside its text: the Party that it is about, the day of its publication."""

    party: str | None = None
    published: date | None = None


Reading = Callable[[ReadText, About], dict[str, Any]]
"""From a document and what is known of it, what stands in it."""


def _by_party(reading: Callable[[ReadText, str | None], dict[str, Any]]) -> Reading:
    return lambda read, about: reading(read, about.party)


AUTO = "auto"
_REPLIES = re.compile(
    r"views on conclusions and/or recommendations|"
    r"^\W*(?:response|reply|réponse)s? (?:of|by|from|du|de la|de l[’'])\b[^\n]{0,120}"
    r"\b(?:government|gouvernement|authorities|state party)",
    re.IGNORECASE | re.MULTILINE,
)
_WITH_RULES = ("en", "fr")
_FIRST_PAGES = 4_000
_FEWEST_NUMBERED = 3
"""Numbered paragraphs of a report: a press text has none."""


def form_of(read: ReadText) -> tuple[str, str]:
    """What a document is, and what in it says so."""
    replies = _REPLIES.search(read.text[:_FIRST_PAGES])
    if replies:
        return "reply", f"its title says “{' '.join(replies[0].split())[:80]}”"
    if listed_by_theme(read):
        return "recommendations", "it is a table of recommendations and positions"
    found = recommendations_of(read)
    if found:
        return "recommendations", f"it lists {len(found)} numbered recommendations with who made them"
    is_numbered = sum(bool(each.number) for each in read.paragraphs) >= _FEWEST_NUMBERED
    if not is_numbered and (speakers := speakers_of(read)):
        return "press", f"it quotes {speakers[0]}"
    if title := head_of(read).title:
        return "report", f"its title says “{title[:80]}”"
    if not is_numbered and read.language not in (None, *_WITH_RULES):
        return "press", "it has no numbered paragraphs, and its language has no rules"
    return "report", "it is neither a reply, a list of recommendations nor a press text"


def auto_json(read: ReadText, about: About) -> dict[str, Any]:
    """What was read in the form that the document has; a warning says which that is, and why."""
    form, why = form_of(read)
    said = READINGS[form](read, about)
    warning = _doubt("read-as", f"read as {_NAMES[form]}: {why}", None)
    return said | {"warnings": [warning, *said["warnings"]]}


def read_as(form: str, read: ReadText, about: About) -> dict[str, Any]:
    """What was read in one form, with what makes it doubtful whatever the form is."""
    said = READINGS[form](read, about)
    doubts = [
        _doubt("columns-mixed", "two columns are mixed line by line in the file: compare what was read", page)
        for page in read.mixed
    ]
    return said | {"warnings": [*said["warnings"], *doubts]}


def _doubt(code: str, message: str, page: int | None) -> dict[str, Any]:
    return {"code": code, "message": message, "page": page}


_NAMES = {
    "press": "a press text",
    "report": "a report",
    "reply": "a reply",
    "recommendations": "a list of recommendations",
}
READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        AUTO: auto_json,
        "report": _by_party(report_json),
        "reply": _by_party(reply_json),
        "recommendations": _by_party(recommendations_json),
        "press": lambda read, about: press_json(read, about.published),
    }
)
