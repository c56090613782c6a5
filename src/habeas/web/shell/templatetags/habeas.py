"""Tags and filters that every template has without loading them."""

from datetime import date
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.dossier.facts import CAPACITY_NAMES, CERTAINTY_NAMES, VOICE_NAMES, Capacity, Certainty, Voice
from habeas.errors import HabeasError
from habeas.web.shell import ages, marks
from habeas.web.shell.controls import draw, first_control, read_back

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of our shapes, for the eye only."""
    return marks.shape(name)


@register.simple_tag
def voice(speaker: str | None) -> SafeString:
    """Who speaks: name, shape and colour; nothing where no voice is known."""
    if not speaker:
        return SafeString()
    name = _(VOICE_NAMES[Voice(speaker)])
    return marks.marked(name, marks.SHAPE_OF_VOICE[speaker], marks.TONE_OF_VOICE[speaker])


@register.filter
def capacity(value: str | None) -> str:
    """In what capacity someone spoke, in words."""
    return _(CAPACITY_NAMES[Capacity(value)]) if value else ""


@register.simple_tag
def certainty(value: str) -> SafeString:
    """How a fact is known, in words; one that is not read in its source stands out by its shape."""
    known = Certainty(value)
    if known is Certainty.SEEN:
        return format_html('<span class="certainty">{}</span>', _(CERTAINTY_NAMES[known]))
    return format_html(
        '<span class="certainty doubtful">{}<span>{}</span></span>',
        marks.shape("page-open"),
        _(CERTAINTY_NAMES[known]),
    )


@register.inclusion_tag("shell/source_mark.html")
def source_mark(fact: Any) -> dict[str, Any]:
    """The mark at the end of a fact, which opens its source in place; on paper the source in short.

    ``fact`` has ``source`` (``name``, ``address``, ``date``, ``voice``, ``capacity``), ``pinpoint``,
    ``certainty``, ``klass`` and ``note``. It opens as a block: not to be used within a ``<p>``.
    """
    return {"fact": fact, "source": fact["source"] if isinstance(fact, dict) else fact.source}


@register.simple_tag
def status(value: marks.Status | str, tone: str = "neutral") -> SafeString:
    """A state with its shape and tone: ``{% status s %}``, or ``{% status word tone %}``."""
    shown = value if isinstance(value, marks.Status) else marks.Status(value, tone)
    return marks.marked(shown.word, marks.SHAPE_OF_TONE[shown.tone], shown.tone)


@register.simple_tag
def completeness(complete: bool | None, note: str = "") -> SafeString:  # noqa: FBT001 (a tag's argument)
    """Say whether a list is complete; ``None`` says that it is not known."""
    said = {
        True: _("This list is complete."),
        False: _("This list is not complete."),
        None: _("It is not known whether this list is complete."),
    }[complete]
    return format_html('<p class="completeness">{} {}</p>', said, note)


@register.simple_tag(name="ref")
def reference(text: str) -> SafeString:
    """A reference, which is written from left to right in every language."""
    return format_html('<bdi class="ref" dir="ltr">{}</bdi>', text)


@register.filter
def bdi(text: object) -> SafeString:
    """Text whose direction is its own, and does not disturb its neighbours."""
    return format_html("<bdi>{}</bdi>", "" if text is None else text)


@register.filter
def edtf(when: Edtf | date | str | None) -> str:
    """A date in words, to the precision known."""
    try:
        return marks.isolated(marks.own_words().date(_as_date(when)))
    except HabeasError:
        return str(when)  # a text that is not EDTF is shown as it stands


@register.filter
def age(when: Edtf | date | str | None, today: date) -> str:
    """How long since, with the date: ``{{ letter.when|age:today }}``."""
    return marks.isolated(ages.age_words(_as_date(when), today, marks.own_words()))


def _as_date(when: Edtf | date | str | None) -> Edtf | date | None:
    if isinstance(when, str):
        return Edtf.parse(when) if when else None
    return when


@register.filter
def control(field: BoundField) -> SafeString:
    """The control of a form's field, with the classes of its look."""
    return draw(field)


@register.filter
def control_id(field: BoundField) -> str:
    """The id that a link to the field jumps to."""
    return first_control(field)


@register.filter
def in_words(field: BoundField) -> str:
    """For a date that was typed: how it was read; empty for every other field."""
    return read_back(field)
