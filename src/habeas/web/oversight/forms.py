"""The form of a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.oversight.models import KINDS


class NoteForm(forms.Form):
    """A comment, an escalation with whom it went to, an answer, or that it is done."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=KINDS, widget=forms.RadioSelect, initial="comment"
    )
    to = forms.CharField(
        label=_("To whom"),
        max_length=200,
        required=False,
        help_text=_(
            "Of an escalation: an office, such as the prosecutor or the preventive mechanism. "
            "Habeas sends nothing: tell them yourself, and note it here."
        ),
    )
    text = forms.CharField(
        label=_("Note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name nobody who is held: the record does."),
    )

    def clean(self) -> dict[str, Any]:
        """An escalation goes to somebody."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") == "escalated" and not given.get("to"):
            self.add_error("to", _("Say to whom it was escalated."))
        return given
