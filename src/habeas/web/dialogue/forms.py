"""Forms for letters and talks, and their steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.dialogue.models import LETTER_ACTS, TALKS_ACTS, Letter, LetterAct, Talks, TalksAct
from habeas.web.shell.fields import EdtfFormField
from habeas.web.sources.forms import FACT_FIELDS, ActForm, FactForm
from habeas.web.visits.access import visits_for


class LetterForm(FactForm):
    """One letter. When an answer is due is what the letter itself says: no number of months is assumed."""

    beside: tuple[str, ...] = ("sent", "due")

    date = EdtfFormField(label=_("What date does the letter bear?"), required=False)
    sent = EdtfFormField(label=_("When was it sent?"), required=False)
    due = EdtfFormField(
        label=_("By when does the letter itself ask for an answer?"),
        required=False,
        help_text=_(
            "The date written in the letter. Leave it empty where the letter sets none: the Convention "
            "sets no such time. An extension is recorded later as a step of its own."
        ),
    )

    class Meta:
        model = Letter
        fields = (
            "party",
            "direction",
            "sender",
            "addressee",
            "subject",
            "reference",
            "date",
            "count",
            "visit",
            *FACT_FIELDS,
        )
        labels = {
            "direction": _("Which way did it go?"),
            "sender": _("Who wrote?"),
            "addressee": _("To whom?"),
            "subject": _("About what?"),
            "reference": _("Its reference"),
            "count": _("How many letters is this?"),
            "visit": _("Is it about a visit?"),
        }
        help_texts = {
            "sender": _("A body or an office, for example “President of the CPT”."),
            "addressee": _("An authority or an office."),
            "count": _("One, as a rule. Leave it empty where a source speaks of letters and does not count."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["visit"]
        field.queryset = visits_for(kwargs["reader"])
        field.to_field_name = "public_id"
        if self.instance.pk:
            field.queryset = field.queryset.filter(party=self.instance.party)
            self.initial["visit"] = self.instance.visit.public_id if self.instance.visit else None
            self.beside = ()
            del self.fields["sent"], self.fields["due"]

    def clean(self) -> dict[str, Any]:
        """A visit of the same Party."""
        given = super().clean()
        self.of_party("visit")
        return given


class LetterActForm(ActForm):
    """A step of a letter."""

    kinds = LETTER_ACTS
    needs_date = frozenset({"due", "extended"})

    class Meta(ActForm.Meta):
        model = LetterAct


class TalksForm(FactForm):
    """Talks, proposed or held."""

    date = EdtfFormField(label=_("When were they held, or when are they to be?"), required=False)

    class Meta:
        model = Talks
        fields = ("party", "subject", "level", "date", *FACT_FIELDS)
        labels = {"subject": _("Talks about what?"), "level": _("At what level?")}
        help_texts = {"level": _("For example ministerial, or working level.")}
        widgets = {"subject": forms.TextInput()}


class TalksActForm(ActForm):
    """A step of talks."""

    kinds = TALKS_ACTS

    class Meta(ActForm.Meta):
        model = TalksAct
