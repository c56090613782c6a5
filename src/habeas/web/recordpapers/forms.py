"""What is asked before something of a record is handed out."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from habeas.language import LANGUAGES

FILE = "file"
_FORMS = [
    ("pdf", _("PDF, to be printed")),
    ("docx", _("Word")),
    ("html", _("a page that opens in any browser")),
    (FILE, _("a file that is checked against the log, without this server")),
]


class CopyForm(forms.Form):
    """In which form and language; with what is sealed, for who reads it."""

    form = forms.ChoiceField(
        label=_("In which form"), choices=_FORMS, widget=forms.RadioSelect, initial="pdf"
    )
    language = forms.ChoiceField(label=_("In which language"), choices=list(LANGUAGES.items()))
    sealed = forms.BooleanField(
        label=_("With what is sealed from the station"),
        help_text=_(
            "Findings of health staff are the person's own, complaints the inspectors'. Hand such a copy to "
            "the person or the lawyer yourself: it does not pass through the station."
        ),
        required=False,
    )

    def __init__(self, *args: Any, sealed: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["language"].initial = (get_language() or "en").split("-")[0]
        if not sealed:
            del self.fields["sealed"]
