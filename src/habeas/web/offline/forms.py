"""Forms of the queue: a line as on a numbered sheet, the page without network, a machine, what waits."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from habeas.custody.kinds import kinds
from habeas.custody.sheets import KINDS
from habeas.custody.wording import CHOICE_NAMES, FIELD_NAMES
from habeas.web.custodydesk.forms import OpenForm, SignedForm
from habeas.web.custodydesk.showing import kind_name
from habeas.web.offline.models import REASONS
from habeas.web.outages.rows import said_in_words
from habeas.web.rows import ALPHABET

RECORD_ID = re.compile(rf"[{ALPHABET}]{{14}}")
"""How we name records: what a browser makes up is one of these."""
SECRET = ("signer", "pin_code")
"""What is asked of who signs, and shown nowhere."""


class LineForm(SignedForm):
    """One entry as a line of a numbered sheet has it; made by the page without network."""

    def add_fields(self) -> None:
        """Of whom, what, when, in words."""
        self.fields["record"] = forms.CharField(label=_("Who is it about?"), max_length=40)
        choices = [("", ""), *sorted(((kind, kind_name(kind)) for kind in KINDS), key=lambda one: one[1])]
        self.fields["kind"] = forms.ChoiceField(label=_("What happened"), choices=choices)
        self.fields["at"] = self.local_time(_("When was it?"))
        self.fields["what"] = forms.CharField(label=_("In words"), max_length=500, required=False)
        self.fields["what"].help_text = _("For example the cell, the language, who was told.")
        of = kinds()["checked"].fields["signature"].of
        self.fields["signature"] = forms.ChoiceField(
            label=_(FIELD_NAMES["signature"]),
            choices=[("", "")] + [(one, _(CHOICE_NAMES[one])) for one in of],
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Read the words as what the kind needs."""
        given = super().clean() or {}
        self.hold_time("at", given.get("at"))
        kind = given.get("kind")
        if kind:
            try:
                given["said"] = said_in_words(
                    kind, given.get("what", ""), zone=self.station.zone, now=self.now
                )
            except ValidationError as wrong:
                self.add_error("what", wrong)
        return given


def _unsigned_here(form: SignedForm) -> None:
    """Ask for the sign-in name: who may sign is not known without network, and nobody's name lies here."""
    pin = form.fields.pop("pin_code")
    for name in ("event_id", "record_id", "signer"):
        form.fields.pop(name, None)
    form.fields["who"] = forms.CharField(
        label=_("Sign-in name of who signs"),
        max_length=64,
        required=False,
        help_text=_("Empty with a badge."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    form.fields["pin_code"] = pin


class PlainLineForm(LineForm):
    """A line on the page without network: the machine fills in whom it may be about."""

    prefix = "line"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"].widget = forms.Select(choices=[("", "")])
        _unsigned_here(self)


class PlainOpenForm(OpenForm):
    """A record opened on the page without network."""

    prefix = "open"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.pop("autofocus", None)
        _unsigned_here(self)


class EnrolForm(SignedForm):
    """The browser of a desk: what it is called, and the key that it made."""

    public_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=130)

    def add_fields(self) -> None:
        """What people call the desk."""
        self.fields["name"] = forms.CharField(
            label=_("What is the machine called?"), max_length=100, help_text=_("For example “desk 2”.")
        )


class SignForm(SignedForm):
    """An entry that waited is signed as it stands."""


class LeaveForm(SignedForm):
    """An entry that waited is not written."""

    def add_fields(self) -> None:
        """The reason, among few."""
        self.fields["reason"] = forms.ChoiceField(
            label=_("Why is it left out?"), choices=REASONS, widget=forms.RadioSelect
        )
