"""What the dossier's templates need besides the shell's tags."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def said(text: object) -> str:
    """A word of a vocabulary in the language of the reader; what is in no catalogue stays as written."""
    words = str(text).replace("_", " ")
    return gettext(words) if words else ""
