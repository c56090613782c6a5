"""Provisions on a page: as they are cited, and where they stand."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from habeas.law import Provision, provision

register = template.Library()


@register.simple_tag
def cited(provision: Provision) -> SafeString:
    """A provision as people cite it; in English and from left to right where the language has no other."""
    said = gettext(provision.pinpoint)
    if said != provision.pinpoint:
        return format_html("<bdi>{}</bdi>", said)
    return format_html('<bdi dir="ltr" lang="en">{}</bdi>', said)


@register.simple_tag
def citation(ref: str) -> SafeString:
    """The same of ``ECPT#10(2)``."""
    return cited(provision(ref))


@register.filter
def law_url(ref: str) -> str:
    """The page of ``ECPT#10(2)``."""
    key, _, place = ref.partition("#")
    return reverse("law:provision", args=[key, place])
