"""The part of a form that every fact has: where it is from, how sure it is, why it was changed.

A form over a fact derives from :class:`FactForm` and names its own fields first. The class
is never a field: what is entered by hand is confidential, and only a recorded act opens it.
"""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.dossier import facts
from habeas.web.journal.actions import Actor
from habeas.web.shell.fields import EdtfFormField
from habeas.web.sources.actions import source_for
from habeas.web.sources.models import CAPACITIES, VOICES, Fact, Source

FACT_FIELDS = ("source", "pinpoint", "certainty", "voice", "capacity", "note")


class SourceFields(forms.Form):
    """A source chosen from those known, or named here and now."""

    source = forms.ModelChoiceField(
        Source.objects.none(),
        required=False,
        label=_("Which source says so?"),
        help_text=_("Choose one that is known, or name a new one below."),
        empty_label=_("a new one, named below"),
    )
    source_name = forms.CharField(
        required=False,
        max_length=300,
        label=_("New source: how is it cited?"),
        help_text=_("For example: letter of the Minister of 3 July 2024."),
    )
    source_address = forms.URLField(
        required=False, assume_scheme="https", max_length=500, label=_("New source: where can it be read?")
    )
    source_date = EdtfFormField(required=False, label=_("New source: of when is it?"))
    source_voice = forms.ChoiceField(
        required=False, choices=[("", _("not known")), *VOICES], label=_("New source: whose document is it?")
    )
    source_capacity = forms.ChoiceField(
        required=False, choices=[("", _("not known")), *CAPACITIES], label=_("New source: in what capacity?")
    )

    def clean_sources(self, cleaned: dict[str, Any]) -> None:
        """Ask for one source, known or new."""
        if not cleaned.get("source") and not cleaned.get("source_name"):
            self.add_error(
                "source", ValidationError(_("Name a source: every fact has one."), code="source-missing")
            )

    def source_value(self) -> facts.Source:
        """The source named in the form."""
        data = self.cleaned_data
        return facts.Source(
            name=data["source_name"],
            address=data["source_address"],
            date=Edtf.parse(data["source_date"]) if data["source_date"] else None,
            voice=facts.Voice(data["source_voice"]) if data["source_voice"] else None,
            capacity=facts.Capacity(data["source_capacity"]) if data["source_capacity"] else None,
        )


class FactForm(SourceFields, forms.ModelForm):  # type: ignore[type-arg]
    """A form over a row that is a fact; a change asks why."""

    reason = forms.CharField(
        required=False,
        label=_("Why is it changed?"),
        help_text=_("One sentence. It is kept with the old and the new text, your name and the time."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = cast("forms.ModelChoiceField[Source]", self.fields["source"])
        chooser.queryset = Source.objects.all()
        self._told_by_fact()
        if self.instance.pk is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
        self.order_fields([*self.Meta.fields, *SourceFields.base_fields, *FACT_FIELDS, "reason"])  # type: ignore[attr-defined]

    def _told_by_fact(self) -> None:
        """Labels and hints of the fields that every fact has."""
        told = {
            "pinpoint": (_("Where in the source?"), _("Paragraph or page, for example § 27 or p. 12.")),
            "certainty": (
                _("How is it known?"),
                _("Say “read in the source” only if you have read it there."),
            ),
            "voice": (_("Who says so?"), _("Leave it as it is where the source’s own voice is meant.")),
            "capacity": (_("In what capacity?"), _("A member of parliament is not the government.")),
            "note": (_("Anything to add?"), _("Shown beside the fact. Name no detained person.")),
        }
        for name, (label, hint) in told.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint
        for name, named in (("voice", _("as the source")), ("capacity", _("as the source"))):
            if name in self.fields:
                field = cast(forms.ChoiceField, self.fields[name])
                field.choices = [("", named), *[pair for pair in field.choices if pair[0]]]  # type: ignore[misc, index]

    def clean(self) -> dict[str, Any]:
        """One source at least."""
        cleaned = super().clean() or {}
        self.clean_sources(cleaned)
        return cleaned

    def row(self, actor: Actor) -> Model:
        """Return the unsaved row that the form describes, with its source; an action stores it."""
        row: Fact = self.save(commit=False)
        row.source = self.cleaned_data["source"] or source_for(actor, self.source_value())
        return row
