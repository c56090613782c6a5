"""What is asked of a recording: its file, where else it is, who signs, and for whom it is taken out."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habeas.custody import Event
from habeas.web.custodydesk.fields import Sha256Field
from habeas.web.custodydesk.forms import SignedForm
from habeas.web.recordings.actions import PURPOSES


class SentField(forms.FileField):
    """Asks for a file that goes to the disk while it comes: there is nothing in the form to look at."""

    def clean(self, data: Any, initial: Any = None) -> None:
        """Say nothing of it: whether one came, the one who took it knows."""


class FileForm(forms.Form):
    """The file of a recording."""

    file = SentField(label=gettext_lazy("The file"))
    sha256 = Sha256Field(
        label=gettext_lazy("SHA-256, if the recorder shows it"),
        required=False,
        help_text=gettext_lazy("What arrives is held against it."),
    )
    whole = forms.CharField(widget=forms.HiddenInput, required=False, initial="yes")
    """After the file in what is sent: where it is not there, the file was broken off."""


def _why(text: str) -> forms.CharField:
    return forms.CharField(
        label=_("Why is it added afterwards?"),
        initial=text,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The entry is corrected. What stood before stays in the record."),
    )


class KeptHereForm(SignedForm):
    """The entry that says that the file is here."""

    def add_fields(self) -> None:
        """Why it is said only now."""
        self.fields["why"] = _why(_("The file was ready only afterwards."))


class ElsewhereForm(SignedForm):
    """The entry that says where the recording is."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        said = {name: event.data.get(name) for name in ("where", "sha256")}
        super().__init__(*args, initial=said, **kwargs)

    def add_fields(self) -> None:
        """Place, SHA-256, and why it is said only now."""
        self.fields["where"] = forms.CharField(
            label=_("Where is the recording kept?"),
            max_length=500,
            help_text=_("So that a court finds it: the system or the shelf, and the number there. No names."),
        )
        self.fields["sha256"] = Sha256Field(
            label=_("SHA-256 of the recording"),
            help_text=_(
                "The recorder or its programme shows it. By it anybody tells that nothing was changed."
            ),
        )
        self.fields["why"] = _why(_("Place and SHA-256 were known only afterwards."))


class TakeOutForm(forms.Form):
    """For whom a recording is taken out."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("For whom?"),
        choices=lambda: [(name, _(words)) for name, words in PURPOSES.items()],
        widget=forms.RadioSelect,
    )
