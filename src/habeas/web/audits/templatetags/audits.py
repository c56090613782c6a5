"""Marks of a page of an audit: a record, which leads to its days, and an instant."""

from datetime import UTC, datetime

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from habeas.web.shell.marks import isolated, own_words
from habeas.web.shell.templatetags.habeas import reference

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """An instant by the clock of UTC, in the form of the report."""
    return isolated(f"{own_words().moment(at.astimezone(UTC))} UTC")


@register.simple_tag(takes_context=True)
def record_link(context: Context, record_id: str, occasion: int | None = None) -> SafeString:
    """The id of a record; it leads to its days where ``ways`` has them, else to the register kept here.

    With the row of an ``occasion`` to the day of that one.
    """
    address = context["ways"].get(record_id, "")
    if address and occasion is not None:
        address = f"{address}?occasion={occasion}"
    if not address and context["own"]:
        address = reverse("custodydesk:record", args=[record_id])
    name = reference(record_id)
    return format_html('<a href="{}">{}</a>', address, name) if address else name
