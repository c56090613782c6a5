"""What every form for a fact asks: where it is from, how sure it is, and why it is changed."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from habeas import canonical
from habeas.clock import Edtf
from habeas.dossier import facts
from habeas.law import cite
from habeas.web.journal.actions import Actor, snapshot
from habeas.web.people.access import Reader, parties_where
from habeas.web.people.roles import Capability
from habeas.web.shell.fields import EdtfFormField, to_come
from habeas.web.sources.access import sources
from habeas.web.sources.actions import source_for
from habeas.web.sources.models import CAPACITIES, VOICES, Act, Source

cite("ECPT#11(2)", enforces="No form has a field for the class: what is entered by hand is confidential.")

UNNAMED = ("", _("not known"))


class SourceForm(forms.Form):
    """Where something is from: a source that is here already, or one named now."""

    source = forms.ModelChoiceField(
        label=_("Where is this from?"),
        queryset=Source.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("A source that is not in this list: name it below"),
        help_text=_("Every fact has a source: a document, a page, a conversation noted on a day."),
    )
    source_name = forms.CharField(
        label=_("Name of the new source"),
        required=False,
        max_length=300,
        help_text=_(
            "As you would cite it, for example “Letter of the Ministry of Justice, 12 March 2024”. "
            "Do not name a person who spoke in confidence."
        ),
    )
    source_address = forms.URLField(
        label=_("Its address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where it can be read on the web, if it can."),
    )
    source_date = EdtfFormField(label=_("Its date"), required=False)
    source_voice = forms.ChoiceField(
        label=_("Whose document is it?"), required=False, choices=[UNNAMED, *VOICES]
    )
    source_capacity = forms.ChoiceField(
        label=_("In what capacity?"), required=False, choices=[UNNAMED, *CAPACITIES]
    )
    source_required: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if self.source_required and not given.get("source") and not given.get("source_name"):
            self.add_error("source", _("Choose a source, or name a new one below."))
        return given

    def source_row(self, actor: Actor) -> Source | None:
        """Return the source chosen, or the one named, made where it is new."""
        given = self.cleaned_data
        if given["source"] or not given["source_name"]:
            chosen: Source | None = given["source"]
            return chosen
        return source_for(actor, self.named())

    def named(self) -> facts.Source:
        """The source that was named, as a value."""
        given = self.cleaned_data
        voice, capacity = given["source_voice"], given["source_capacity"]
        return facts.Source(
            name=given["source_name"],
            address=given["source_address"],
            date=Edtf.parse(given["source_date"]) if given["source_date"] else None,
            voice=facts.Voice(voice) if voice else None,
            capacity=facts.Capacity(capacity) if capacity else None,
        )

    def source_value(self) -> facts.Source:
        """The source chosen or named, as a value, for an import."""
        row: Source | None = self.cleaned_data["source"]
        if row is None:
            return self.named()
        return facts.Source(
            name=row.name,
            address=row.address,
            date=row.when,
            voice=facts.Voice(row.voice) if row.voice else None,
            capacity=facts.Capacity(row.capacity) if row.capacity else None,
        )


SOURCE_FIELDS = tuple(SourceForm.base_fields)
FACT_FIELDS = ("pinpoint", "certainty", "voice", "capacity", "note")
FACT_LABELS = {
    "pinpoint": _("Where in the source?"),
    "certainty": _("How is it known?"),
    "voice": _("Who says it?"),
    "capacity": _("In what capacity?"),
    "note": _("Note"),
}
FACT_HELP = {
    "pinpoint": _("Paragraph and page, for example “§ 25, p. 14”."),
    "certainty": _("“Read in the source” only if you have it before you."),
    "voice": _("Leave it open where the source itself speaks."),
    "note": _("Anything a reader of this fact should know. No names of persons deprived of their liberty."),
}


class FactForm(SourceForm, forms.ModelForm):  # type: ignore[type-arg]
    """A form for one fact about a Party; a change asks why, and leaves the Party as it is."""

    capability: ClassVar[Capability] = Capability.WRITE_FACTS

    reason = forms.CharField(
        label=_("Why is it changed?"),
        max_length=500,
        help_text=_("The history keeps it, with your name and the time: for example “misread the date”."),
    )

    as_read = forms.CharField(required=False, widget=forms.HiddenInput)
    """What the fact was when the form was opened: somebody may have changed it since."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FACT_FIELDS:
            self.fields[name].label = FACT_LABELS[name]
            self.fields[name].help_text = FACT_HELP.get(name, "")
        self.fields["note"].widget = forms.Textarea(attrs={"rows": 3})
        if self.instance.pk is None:
            del self.fields["reason"]
            del self.fields["as_read"]
            self._offer_parties(reader)
        else:
            self.initial["as_read"] = canonical.digest(snapshot(self.instance))
            self.fields.pop("party", None)
            self.initial["source"] = self.instance.source.public_id
        self.order_fields(
            [*self.own_fields(), *FACT_FIELDS[:2], *SOURCE_FIELDS, *FACT_FIELDS[2:], "reason", "as_read"]
        )

    def clean(self) -> dict[str, Any]:
        """Refuse what would undo, unseen, what somebody else saved since the form was opened."""
        given = super().clean()
        now = self.initial.get("as_read", "")
        read = given.get("as_read", "")
        if read and read != now:
            typed: Any = self.data.copy()  # type: ignore[attr-defined]
            typed[self.add_prefix("as_read")] = now  # who has compared the two may save
            self.data = typed
            self.add_error(
                None,
                _(
                    "Somebody changed this fact after you opened the form: its history says what. "
                    "Compare it with what you typed, then save again."
                ),
            )
        return given

    def own_fields(self) -> list[str]:
        """The fields of this kind of fact, which are asked first."""
        shared = {*SOURCE_FIELDS, *FACT_FIELDS, "reason", "as_read"}
        return [name for name in self.fields if name not in shared]

    def _offer_parties(self, reader: Reader) -> None:
        field: Any = self.fields["party"]
        allowed = parties_where(reader, self.capability)
        if allowed is not None:
            field.queryset = field.queryset.filter(public_id__in=allowed)
        field.label = _("Which Party?")
        field.empty_label = _("choose")
        field.to_field_name = "slug"

    def of_party(self, name: str, message: Any = None) -> None:
        """Refuse a pointer at a fact of another Party; called in ``clean``."""
        pointed = self.cleaned_data.get(name)
        party = self.cleaned_data.get("party") or (self.instance.party if self.instance.pk else None)
        rows: list[Any] = [pointed] if isinstance(pointed, Model) else list(pointed or ())
        if party is not None and any(row.party_id != party.pk for row in rows):
            self.add_error(name, message or _("This belongs to another Party."))


def refuse_to_come(form: forms.BaseForm, date: str) -> None:
    """Refuse a step of a day to come; one that was only announced says so."""
    if to_come(date):
        said = _(
            "This day has not come yet. Where it was announced and not done, say so under “How is it known?”."
        )
        form.add_error("date", said)


class ActForm(SourceForm, forms.ModelForm):  # type: ignore[type-arg]
    """One dated step. Nothing of it can be changed later: it can be withdrawn, with a reason."""

    source_required = False
    kinds: ClassVar[list[tuple[str, Any]]] = []
    needs_date: ClassVar[frozenset[str]] = frozenset()
    """Kinds that say nothing without their date."""
    asks_basis: ClassVar[bool] = False
    asks_concerns: ClassVar[bool] = False

    date = EdtfFormField(label=_("When?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("choose")), *self.kinds]
        self.fields["kind"] = forms.ChoiceField(label=_("What happened?"), choices=choices)
        self.fields["by"].label = _("By whom?")
        self.fields["by"].help_text = _("An authority or a body; leave it empty where it is plain.")
        self.fields["why"].label = _("For what reason?")
        self.fields["why"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["why"].help_text = _("The reason that was given, where one was.")
        self.fields["note"].label = _("Note")
        self.fields["note"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["certainty"].label = _("How is it known?")
        if not self.asks_basis:
            del self.fields["basis"]
        if self.asks_concerns:
            self.fields["concerns"].label = _("Which paragraphs does it concern?")
            self.fields["concerns"].help_text = _(
                "For a deadline or an answer to a part, for example “12, 14–16”; empty for all of it."
            )
        else:
            del self.fields["concerns"]
        self.fields["source"].label = _("Where is this from, if not from the same source?")
        self.fields["source"].help_text = _("Leave it and the name below empty for the source of the whole.")
        first = ("kind", "date", "concerns", "by", "why", "basis", "note", "certainty")
        self.order_fields([*first, *SOURCE_FIELDS])

    class Meta:
        model = Act
        fields = ("kind", "date", "concerns", "by", "why", "basis", "note", "certainty")

    def clean(self) -> dict[str, Any]:
        """A deadline has its date, which may be to come; what happened has come, unless it is announced."""
        given = super().clean()
        sets_a_day = given.get("kind") in self.needs_date
        if sets_a_day and not given.get("date"):
            self.add_error("date", _("Give the date: without it this step says nothing."))
        if not sets_a_day and given.get("certainty") != facts.Certainty.ANNOUNCED.value:
            refuse_to_come(self, given.get("date") or "")
        return given


class HangingForm(SourceForm, forms.ModelForm):  # type: ignore[type-arg]
    """A dated fact that hangs on another one, and is of its Party. It is never changed: it is withdrawn.

    ``own`` are the fields that are asked first; the source may be left to that of what it hangs on.
    """

    source_required = False
    own: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("pinpoint", "certainty", "note"):
            self.fields[name].label = FACT_LABELS[name]
            self.fields[name].help_text = FACT_HELP.get(name, "")
        self.fields["note"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["source"].label = _("Where is this from, if not from the same source?")
        self.fields["source"].help_text = _("Leave it and the name below empty for the source of the whole.")
        self.order_fields([*self.own, "certainty", *SOURCE_FIELDS, "pinpoint", "note"])


class ReasonForm(forms.Form):
    """Why something recorded in error is withdrawn."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=500,
        help_text=_("It stays in the history with this reason, your name and the time."),
    )
