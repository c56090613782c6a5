"""Where to write that something is due."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MailForm(forms.Form):
    """An address of mail."""

    address = forms.EmailField(
        label=_("To which address?"),
        max_length=254,
        help_text=_(
            "Best one that the body itself keeps. It is shown to nobody, "
            "and forgotten when you switch this off."
        ),
    )
