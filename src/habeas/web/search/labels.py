"""The words for codes that results are narrowed by, in the reader's language and, for searching, in all."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from habeas.language import LANGUAGES, words
from habeas.web.places.models import KINDS as PLACES
from habeas.web.reports.models import ASK_KINDS, DOCUMENT_KINDS
from habeas.web.reports.standing import STANDINGS

KINDS: Mapping[str, Any] = MappingProxyType(
    {
        **{f"ask.{code}": name for code, name in ASK_KINDS},
        **{f"document.{code}": name for code, name in DOCUMENT_KINDS},
        "published": _("published document"),
        "passage": _("paragraph of a published document"),
        "reading": _("document that is read"),
        "visit": _("visit"),
        "incident": _("incident of co-operation"),
        "letter": _("letter"),
        "talks": _("talks"),
        "place": _("place"),
        "authority": _("authority"),
        "party": _("Party"),
        "statement": _("statement"),
        "event": _("event around"),
        "procedure": _("procedure"),
        "figure": _("figure"),
        "claim": _("what the State says"),
        "assessment": _("assessment of the body"),
        "law": _("law"),
        "rule": _("safeguard"),
        "help": _("help"),
    }
)
STATUS: Mapping[str, Any] = MappingProxyType(
    {
        **{f"position.{code}": name for code, name in STANDINGS if code},
        "place.open": _("place: open"),
        "place.closed": _("place: closed"),
        "place.merged": _("place: merged into another"),
        "law.binding": _("binding law"),
        "law.soft": _("standard, not law"),
        "law.practice": _("practice, not law"),
    }
)
PLACE: Mapping[str, Any] = MappingProxyType(dict(PLACES))


def named(names: Mapping[str, Any], code: str) -> str:
    """The word for a code, as it begins a line; empty for one that has none."""
    return str(capfirst(str(names[code]))) if code in names else ""


@cache
def in_every_language(code: str) -> Mapping[str, tuple[str, ...]]:
    """The word for a code of a kind, a status or a type of place, by language."""
    found = next((names[code] for names in (KINDS, STATUS, PLACE) if code in names), None)
    if found is None:
        return {}
    with override("en"):
        english = str(found)
    return {language: (words(language).say(english),) for language in LANGUAGES}
