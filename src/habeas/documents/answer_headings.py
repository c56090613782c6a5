"""The headings by which a table says that one column asks and another answers, in English and French."""

import re
from collections.abc import Mapping

_ASKED = re.compile(
    r"(?:paragraphe?s? |paras?\. |n[o°]\.? |§ )?(?:the |les? |la )?"
    r"(?:question|recomm[ae]nda|request|demande|comment|observation|remarque)",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"(?:the |les? |la )?(?:response|reply|replies|answer|réponse|réaction|suite|mesure|action|measure|"
    r"government|gouvernement)",
    re.IGNORECASE,
)
_LONGEST = 80


def asked_and_answered(row: Mapping[int, str]) -> tuple[int, int] | None:
    """By the headings of the columns which of them asks, and which answers; ``None`` for another table."""
    asked = _column(row, _ASKED)
    answered = _column(row, _ANSWERED)
    return None if asked is None or answered is None else (asked, answered)


def _column(row: Mapping[int, str], heading: re.Pattern[str]) -> int | None:
    found = [column for column, said in row.items() if len(said) <= _LONGEST and heading.match(said.strip())]
    return found[-1] if found else None
