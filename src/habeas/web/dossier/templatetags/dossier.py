"""What the dossier's templates need besides the shell's tags."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from habeas.dossier.chronicle import Entry
from habeas.dossier.facts import Fact
from habeas.dossier.json_form import fact_json
from habeas.dossier.now import Matter, MatterKind
from habeas.web.shell.marks import own_words

register = template.Library()


@register.filter
def said(text: object) -> str:
    """A word of a vocabulary in the language of the reader; what is in no catalogue stays as written."""
    words = str(text).replace("_", " ")
    return gettext(words) if words else ""


_PAGES = {
    "visit": "visits:visit",
    "incident": "visits:incident",
    "letter": "dialogue:letter",
    "talks": "dialogue:talks",
    "document": "reports:document",
}


@register.filter
def page_of(entry: Entry) -> str:
    """The address of a fact's own page, empty where it has none or its surface is switched off."""
    name = _PAGES.get(entry.kind.value)
    if name is None:
        return ""
    try:
        return reverse(name, args=[entry.fact.id])
    except NoReverseMatch:
        return ""


@register.filter
def leads_to(matter: Matter, fact: str) -> str:
    """Where a fact of what matters now is read: on this page, or in its thread."""
    if matter.kind is MatterKind.ASKED_AGAIN:
        try:
            return reverse("threads:thread", args=[fact])
        except NoReverseMatch:
            return "#now-title"
    return f"#fact-{fact}"


@register.filter
def told(fact: Fact) -> list[tuple[str, str]]:
    """What a fact says, field by field, without what its source mark says already and what is empty."""
    apart = {"id", "source", "pinpoint", "certainty", "klass"}
    return [
        (name, _shown(value))
        for name, value in fact_json(fact).items()
        if name not in apart and value not in ("", None, [], {})
    ]


@register.filter
def column(name: str) -> str:
    """The name of a column, as people read it."""
    return name.replace("_", " ")


def _shown(value: object) -> str:
    match value:
        case list():
            return own_words().listed((_shown(item) for item in value), apart=True)
        case dict():
            return own_words().listed(f"{name}: {item}" for name, item in value.items() if item)
    return str(value)
