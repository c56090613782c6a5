"""The positions that a filled-in file may name: by their codes, and by their words in any language."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from django.utils.translation import gettext, override

from habeas.documents.folding import folded
from habeas.documents.headings import set_words
from habeas.language import LANGUAGES, N_
from habeas.web.replies.models import ANSWERS

SILENT = "silent"
"""That the response has no answer: the desk's own word in a file, and no position of the State."""
_SILENT = N_("no answer in the response")


def position_word(position: str) -> str:
    """A position in the language of the page."""
    return gettext(_SILENT) if position == SILENT else str(dict(ANSWERS).get(position, position))


@cache
def _known() -> Mapping[str, str]:
    codes = [value for value, _word in ANSWERS]
    known = {word: value for word, value in set_words("position").items() if value in codes}
    for language in LANGUAGES:
        with override(language):
            known |= {folded(str(word)): value for value, word in ANSWERS}
            known[folded(gettext(_SILENT))] = SILENT
    return MappingProxyType(known | {folded(code): code for code in (*codes, SILENT)})


def position_of(text: str) -> str | None:
    """The position that a text names, empty for none; ``None`` where it names no position."""
    return _known().get(folded(text)) if text.strip() else ""
