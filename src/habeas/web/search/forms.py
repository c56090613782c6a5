"""The box, and the name under which a search is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.errors import RefusedError
from habeas.search import Facet, read_query
from habeas.search.query import LONGEST
from habeas.web.shell.failures import plainly


class SearchForm(forms.Form):
    """What is looked for. It is sent in the form, never in the address."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_(
            "Words in any language; all of them must be there. OR, NOT, brackets and “quoted passages” work."
        ),
        strip=True,
        error_messages={"required": _("There is no word in the search. Type at least one.")},
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
    )

    def clean_q(self) -> str:
        """Refuse what cannot be read, with what to do about it."""
        text: str = self.cleaned_data["q"]
        try:
            read_query(text[: LONGEST + 1])
        except RefusedError as error:
            said = plainly(error)
            raise forms.ValidationError(f"{said[:1].upper()}{said[1:]}", code=error.code) from error
        return text


class KeepForm(forms.Form):
    """The name of a search that is kept."""

    name = forms.CharField(label=_("Name"), max_length=120, strip=True)


def narrowing(given: Any) -> dict[Facet, str]:
    """How an address narrows the results: codes only; what is no facet is left aside."""
    return {facet: given[facet.value][:60] for facet in Facet if given.get(facet.value)}
