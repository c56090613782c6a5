"""The small signs of every page: a word, a shape and a tone, never a colour alone.

Shapes are drawn here, inline, so that they print and follow the colours of the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from habeas.language import LANGUAGES, Words, words

TONES = frozenset({"neutral", "done", "due", "late", "accent", "body", "state", "other"})
"""Each is a class ``tone-…`` of the style sheet."""

SHAPES: Mapping[str, str] = {
    "circle": '<circle cx="8" cy="8" r="6"/>',
    "ring": '<circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "square": '<path d="M2.5 2.5h11v11h-11z"/>',
    "diamond": '<path d="M8 1l7 7-7 7-7-7z"/>',
    "triangle": '<path d="M8 1.5l7 12.5H1z"/>',
    "bar": '<path d="M5.5 1.5h5v13h-5z"/>',
    "dash": '<path d="M2 7h12v2H2z"/>',
    "half": (
        '<circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<path d="M8 2.75a5.25 5.25 0 0 1 0 10.5z"/>'
    ),
    "hatched": (
        '<g fill="none" stroke="currentColor" stroke-width="1.25"><circle cx="8" cy="8" r="5.4"/>'
        '<path d="M3.6 11.2l7.6-7.6M5.6 12.8l7.2-7.2M2.8 8.2l5.4-5.4"/></g>'
    ),
    "page": (
        '<g fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round">'
        '<path d="M3.5 1.5h6l3 3v10h-9z"/><path d="M5.75 7h4.5M5.75 9.5h4.5M5.75 12h2.5"/></g>'
    ),
    "page-open": (
        '<g fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round">'
        '<path stroke-dasharray="2 1.6" d="M3.5 1.5h6l3 3v10h-9z"/><path d="M8 6v3.5M8 11v1.4"/></g>'
    ),
    "lock": (
        '<g fill="none" stroke="currentColor" stroke-width="1.5"><path d="M3.25 7h9.5v7h-9.5z"/>'
        '<path d="M5 7V4.75a3 3 0 0 1 6 0V7"/></g>'
    ),
    "down": '<path d="M4 6l4 4 4-4" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "up": '<path d="M4 10l4-4 4 4" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "sortable": (
        '<path d="M5 6.5L8 3l3 3.5M5 9.5L8 13l3-3.5" fill="none" stroke="currentColor" stroke-width="1.4"/>'
    ),
    "search": (
        '<path d="M10.5 10.5L14 14M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0z" fill="none"'
        ' stroke="currentColor" stroke-width="1.6"/>'
    ),
    "menu": '<path d="M2 4h12M2 8h12M2 12h12" fill="none" stroke="currentColor" stroke-width="1.6"/>',
}
"""Our own shapes, in a box of 16 by 16, painted in the colour of the text."""

SHAPE_OF_VOICE = {"State": "diamond", "body": "square", "other": "bar"}  # as in pictures, on paper
TONE_OF_VOICE = {"State": "state", "body": "body", "other": "other"}
SHAPE_OF_TONE = {"neutral": "ring", "done": "circle", "due": "half", "late": "triangle", "accent": "circle"}


@dataclass(frozen=True, slots=True)
class Status:
    """A state of a thing, in a word; ``tone`` is ``neutral``, ``done``, ``due``, ``late`` or ``accent``."""

    word: str | Promise
    tone: str = "neutral"

    def __post_init__(self) -> None:
        """Refuse a tone that has no shape."""
        if self.tone not in SHAPE_OF_TONE:
            raise ValueError(f"no such tone: {self.tone}")


def own_words() -> Words:
    """Return the words of the language that this request is answered in."""
    language = (get_language() or "en").split("-")[0]
    return words(language if language in LANGUAGES else "en")


def isolated(text: str) -> str:
    """Keep a text of figures and words in one piece where the language is written from the right."""
    rtl = own_words().direction == "rtl"
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if rtl else text


def shape(name: str) -> SafeString:
    """Draw a shape; it says nothing by itself, so a word must stand beside it."""
    drawn = mark_safe(SHAPES[name])  # noqa: S308 (our own drawings, above)
    return format_html(
        '<svg class="shape" viewBox="0 0 16 16" width="16" height="16" fill="currentColor"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        drawn,
    )


def marked(word: object, shape_name: str, tone: str) -> SafeString:
    """A word with its shape, in its tone."""
    return format_html('<span class="sign tone-{}">{}<span>{}</span></span>', tone, shape(shape_name), word)
