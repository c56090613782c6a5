"""What a document is read as: by its name the reading that gives it, as ``contracts.md`` 4 has it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from habeas.documents.paragraphs import ReadText
from habeas.documents.recommendations import recommendations_json
from habeas.documents.replies import reply_json
from habeas.documents.visit_report import report_json

Reading = Callable[[ReadText, str | None], dict[str, Any]]
"""From a document and the Party that it is about, what stands in it."""

READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        "recommendations": recommendations_json,
        "report": report_json,
        "reply": reply_json,
    }
)
