"""Addresses of provisions."""

from django import template
from django.urls import reverse

register = template.Library()


@register.filter
def law_url(ref: str) -> str:
    """The page of ``ECPT#10(2)``."""
    key, _, place = ref.partition("#")
    return reverse("law:provision", args=[key, place])
