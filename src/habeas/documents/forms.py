"""What a document is read as: by its name the reading that gives it, as ``contracts.md`` 4 has it."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from habeas.documents.paragraphs import ReadText
from habeas.documents.recommendations import recommendations_json, recommendations_of
from habeas.documents.replies import reply_json
from habeas.documents.thematic_lists import listed_by_theme
from habeas.documents.visit_report import report_json

Reading = Callable[[ReadText, str | None], dict[str, Any]]
"""From a document and the Party that it is about, what stands in it."""

AUTO = "auto"
_REPLIES = re.compile(
    r"views on conclusions and/or recommendations|"
    r"^\W*(?:response|reply|réponse)s? (?:of|by|from|du|de la|de l[’'])\b[^\n]{0,120}"
    r"\b(?:government|gouvernement|authorities|state party)",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST_PAGES = 4_000


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
    return "report", "it is neither a reply nor a list of recommendations"


def auto_json(read: ReadText, party: str | None) -> dict[str, Any]:
    """What was read in the form that the document has; a warning says which that is, and why."""
    form, why = form_of(read)
    said = READINGS[form](read, party)
    warning = {"code": "read-as", "message": f"read as {_NAMES[form]}: {why}", "page": None}
    return said | {"warnings": [warning, *said["warnings"]]}


_NAMES = {"report": "a report", "reply": "a reply", "recommendations": "a list of recommendations"}
READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        AUTO: auto_json,
        "report": report_json,
        "reply": reply_json,
        "recommendations": recommendations_json,
    }
)
