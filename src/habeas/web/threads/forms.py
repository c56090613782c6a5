"""Forms for claims, assessments, links and the scale."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.language import LANGUAGES
from habeas.threads import NO_INFORMATION, Relation
from habeas.web.people.access import Reader
from habeas.web.reports.access import documents_for
from habeas.web.reports.models import Ask
from habeas.web.shell.fields import EdtfFormField
from habeas.web.shell.marks import own_words
from habeas.web.sources.forms import HangingForm
from habeas.web.threads.access import scale
from habeas.web.threads.models import RELATIONS, AskLink, Assessment, Claim
from habeas.web.visits.access import visits_for
from habeas.web.visits.models import Visit

HANGING = ("certainty", "pinpoint", "note")


class ClaimForm(HangingForm):
    """What the State says, in its own voice."""

    own = ("position", "progress", "date", "text", "document")
    date = EdtfFormField(label=_("When did it say so?"), required=False)

    class Meta:
        model = Claim
        fields = ("position", "progress", "date", "text", "document", *HANGING)
        labels = {
            "position": _("Which position did the State take?"),
            "progress": _("How far does it say that it went?"),
            "text": _("What did it say, word for word?"),
            "document": _("In which document?"),
        }
        help_texts = {
            "progress": _("As the State says it. What the body finds is an assessment."),
            "document": _("Its response, where it is here. Else name the source below."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = _named_first(self.fields["position"], _("none, or not known"))  # type: ignore[attr-defined]
        self.fields["progress"].choices = _named_first(self.fields["progress"], _("it does not say"))  # type: ignore[attr-defined]
        document: Any = self.fields["document"]
        document.queryset = documents_for(reader).filter(party=self.instance.ask.party)
        document.to_field_name = "public_id"

    def clean(self) -> dict[str, Any]:
        """One of the three is said."""
        given = super().clean()
        if not any((given.get("position"), given.get("progress"), str(given.get("text", "")).strip())):
            self.add_error(
                "position", _("Say which position the State took, how far it says it went, or what it said.")
            )
        return given


def _named_first(field: Any, name: Any) -> list[tuple[Any, Any]]:
    return [("", name), *((value, word) for value, word in field.choices if value)]


class AssessmentForm(HangingForm):
    """What the body finds, as of a day, on evidence."""

    own = ("degree", "date", "reasons", "visits", "documents", "third_party")
    beside: tuple[str, ...] = ("visits", "documents")
    degree = forms.ChoiceField(
        label=_("What became of it?"),
        widget=forms.RadioSelect,
        help_text=_("“No information” is not “not implemented”: choose it where nothing is known."),
    )
    date = EdtfFormField(label=_("As of when?"))

    class Meta:
        model = Assessment
        fields = ("degree", "date", "reasons", "visits", "documents", "third_party", *HANGING)
        labels = {
            "reasons": _("What was found?"),
            "visits": _("Evidence: what was seen on a visit"),
            "documents": _("Evidence: what stands in a document"),
            "third_party": _("Evidence: what a third party told"),
        }
        help_texts = {
            "third_party": _("Do not name a person who spoke in confidence."),
            "documents": _("Choose none, one or several."),
            "visits": _("Choose none, one or several."),
        }
        widgets = {
            "reasons": forms.Textarea(attrs={"rows": 4}),
            "third_party": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party = self.instance.ask.party
        self.fields["degree"].choices = [(row.code, str(row)) for row in scale() if not row.retired]  # type: ignore[attr-defined]
        for name, rows in (("visits", visits_for(reader)), ("documents", documents_for(reader))):
            field: Any = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple()
            field.queryset = rows.filter(party=party)
            field.to_field_name, field.required = "public_id", False
            field.widget.choices = field.choices
        visits: Any = self.fields["visits"]
        visits.label_from_instance = _visited

    def clean(self) -> dict[str, Any]:
        """What says more than “no information” says on what evidence."""
        given = super().clean()
        told = [given.get("visits"), given.get("documents"), str(given.get("third_party") or "").strip()]
        if given.get("degree") not in (None, NO_INFORMATION) and not any(told):
            self.add_error("visits", _("Say on what evidence. Where there is none, choose “no information”."))
        return given


class LinkForm(HangingForm):
    """Which earlier asks this one takes up, and what it makes of them."""

    source_required = False
    own = ("earlier", "relation", "why")
    earlier = forms.ModelMultipleChoiceField(
        label=_("Which earlier ones?"),
        queryset=Ask.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    relation = forms.ChoiceField(label=_("What does it make of them?"), widget=forms.RadioSelect)

    class Meta:
        model = AskLink
        fields = ("relation", "why", *HANGING)
        labels = {"why": _("Why do you say so?")}
        help_texts = {
            "why": _("For example the words by which the report refers to the earlier one."),
        }
        widgets = {"why": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier: Any = self.fields["earlier"]
        earlier.queryset = offered
        earlier.label_from_instance = _cited
        relations: Any = self.fields["relation"]
        relations.choices = [(value, _RELATIONS_TOLD.get(value, name)) for value, name in RELATIONS]

    def rows(self) -> list[AskLink]:
        """A link to each of the earlier ones."""
        given = self.cleaned_data
        shared = {name: given[name] for name in ("relation", "why", *HANGING)}
        return [AskLink(later=self.instance.later, earlier=one, **shared) for one in given["earlier"]]


class AnswerForm(forms.Form):
    """The answer to one or several proposals: what the later ask makes of them, or that they are aside."""

    earlier = forms.ModelMultipleChoiceField(queryset=Ask.objects.none(), to_field_name="public_id")
    relation = forms.ChoiceField(choices=RELATIONS, required=False)
    set = forms.ChoiceField(choices=[("aside", "")], required=False)

    def __init__(self, *args: Any, later: Ask, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.later = later
        asked: Any = self.fields["earlier"]
        asked.queryset = earlier

    def clean(self) -> dict[str, Any]:
        """One of the two is said."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("set"):
            given["relation"] = Relation.NONE.value
        if not given.get("relation"):
            self.add_error("relation", _("Choose at least one."))
        return given

    def rows(self, date: str) -> list[AskLink]:
        """A link to each of them, said on ``date``."""
        relation = self.cleaned_data["relation"]
        return [
            AskLink(later=self.later, earlier=one, relation=relation, date=date, certainty="seen")
            for one in self.cleaned_data["earlier"]
        ]


_RELATIONS_TOLD = {
    Relation.REPEATS.value: _("Repeats: the same is asked again"),
    Relation.NARROWS.value: _("Narrows: a part of it is asked again"),
    Relation.SUPERSEDES.value: _("Supersedes: another demand takes its place"),
    Relation.MERGES.value: _("Merges: several are asked in one"),
    Relation.NONE.value: _("None of these: it is another demand, and that is kept as an answer"),
}


def _visited(row: Visit) -> str:
    return f"{own_words().date(row.when)}, {row.get_kind_display()}"


def _cited(row: Ask) -> str:
    named = str(row.document or row.reference)
    paragraph = f"§ {row.paragraph}" if row.paragraph else ""
    when = own_words().date(row.when) if row.date else ""
    where = own_words().listed((when, named, row.number, paragraph))
    return f"{where}: {row.text}" if where else row.text


class DegreeForm(forms.Form):
    """A degree of the scale: its name in each language, and whether it closes what was asked."""

    name = forms.CharField(label=_("Its name in English"), max_length=80)
    closes = forms.BooleanField(
        label=_("Nothing more is expected of the State then"),
        required=False,
        help_text=_("A thread whose last assessment closes it is no longer open."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in LANGUAGES.items():
            if code != "en":
                self.fields[f"name_{code}"] = forms.CharField(
                    label=_("Its name in %(language)s") % {"language": language},
                    max_length=80,
                    required=False,
                )
        self.order_fields(
            ["name", *(f"name_{code}" for code in LANGUAGES if code != "en"), "closes", "order"]
        )

    def names(self) -> dict[str, str]:
        """The names given, by language."""
        given = self.cleaned_data
        return {code: name for code in LANGUAGES if (name := given.get(f"name_{code}"))}


class DegreeChangeForm(DegreeForm):
    """A change of one; the name in English stays, by which its code was made."""

    order = forms.IntegerField(
        label=_("Its place in the scale"),
        min_value=0,
        max_value=1000,
        help_text=_("A number: the scale is in their order."),
    )
    reason = forms.CharField(label=_("Why is it changed?"), max_length=500)

    def __init__(self, *args: Any, shipped: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]
        if shipped:
            del self.fields["closes"]
            for code in LANGUAGES:
                self.fields.pop(f"name_{code}", None)
