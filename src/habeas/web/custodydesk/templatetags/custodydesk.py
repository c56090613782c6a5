"""Names of kinds, choices and spans, and days as the reader writes them."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _

from habeas.custody.wording import CHOICE_NAMES, SPAN_NAMES
from habeas.web.custodydesk import showing
from habeas.web.shell.marks import isolated, own_words

register = template.Library()


@register.filter
def kind_name(kind: str) -> str:
    """A kind of event in words."""
    return showing.kind_name(kind)


@register.filter
def choice_name(value: str) -> str:
    """One of the values of a choice in words."""
    return _(CHOICE_NAMES[value])


@register.filter
def span_name(name: str) -> str:
    """A span in words."""
    return _(SPAN_NAMES[name])


@register.filter
def edtf_day(instant: datetime) -> str:
    """The day of a time that is in the zone of its station already."""
    return isolated(own_words().date(instant.date()))


@register.filter
def clock(instant: datetime) -> str:
    """The hour and minute of the same."""
    return instant.strftime("%H:%M")
