"""Forms for documents, their steps, and what they ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.forms import NamesField
from habeas.web.places.access import places_for
from habeas.web.reports.access import documents_for
from habeas.web.reports.models import DOCUMENT_ACTS, Ask, Document, DocumentAct
from habeas.web.shell.fields import EdtfFormField
from habeas.web.sources.forms import FACT_FIELDS, ActForm, FactForm
from habeas.web.visits.access import visits_for


class DocumentForm(FactForm):
    """A document with both its references, and the clocks that it sets itself."""

    beside: tuple[str, ...] = ("visits", "transmitted", "due")

    date = EdtfFormField(label=_("What date does it bear?"), required=False)
    transmitted = EdtfFormField(label=_("When was it transmitted to the Party?"), required=False)
    due = EdtfFormField(
        label=_("By when does it, or the letter with it, ask for a response?"),
        required=False,
        help_text=_(
            "The date written there. Leave it empty where none is: the Convention sets no such time. "
            "A further clock or an extension is recorded later as a step of its own."
        ),
    )

    class Meta:
        model = Document
        fields = (
            "party",
            "kind",
            "title",
            "reference",
            "confidential_reference",
            "date",
            "visits",
            "responds_to",
            *FACT_FIELDS,
        )
        labels = {
            "kind": _("What kind of document is it?"),
            "title": _("What is its title?"),
            "reference": _("Its public reference"),
            "confidential_reference": _("Its confidential reference"),
            "visits": _("Which visits is it about?"),
            "responds_to": _("Which document does it respond to?"),
        }
        help_texts = {
            "reference": _("For example CPT/Inf (2018) 37. Empty while it is not published."),
            "confidential_reference": _(
                "For example CPT (2017) 12: the working number, which later reports cite."
            ),
            "visits": _("Choose none, one or several."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader, own = kwargs["reader"], self.instance
        visits: Any = self.fields["visits"]
        responds: Any = self.fields["responds_to"]
        visits.queryset, responds.queryset = visits_for(reader), documents_for(reader)
        visits.to_field_name = responds.to_field_name = "public_id"
        visits.widget = forms.CheckboxSelectMultiple()
        visits.widget.choices = visits.choices
        visits.required = False
        if own.pk:
            visits.queryset = visits.queryset.filter(party=own.party)
            responds.queryset = responds.queryset.filter(party=own.party).exclude(pk=own.pk)
            self.initial["visits"] = [visit.public_id for visit in own.visits.all()]
            self.initial["responds_to"] = own.responds_to.public_id if own.responds_to else None
            self.beside = ("visits",)
            del self.fields["transmitted"], self.fields["due"]

    def clean(self) -> dict[str, Any]:
        """Visits and documents of the same Party."""
        given = super().clean()
        self.of_party("visits")
        self.of_party("responds_to")
        return given


class DocumentActForm(ActForm):
    """A step of a document."""

    kinds = DOCUMENT_ACTS
    needs_date = frozenset({"due", "extended"})
    asks_basis = True
    asks_concerns = True

    class Meta(ActForm.Meta):
        model = DocumentAct

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].label = _("On what basis?")
        self.fields["basis"].help_text = _(
            "For a publication: the State's request, its general agreement to publish, or the decision "
            "under Article 10(2). “Published by the State” and “leaked” lift no class."
        )

    def clean(self) -> dict[str, Any]:
        """A publication names its basis."""
        given = super().clean()
        if given.get("kind") == "published" and not given.get("basis"):
            self.add_error("basis", _("Name the act by which it was published."))
        return given


class AskForm(FactForm):
    """One thing asked, verbatim, and the position of the State as it gave it."""

    beside: tuple[str, ...] = ("themes", "places")

    text = forms.CharField(
        label=_("What does it ask, word for word?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        strip=False,
        help_text=_("As it stands in the document. Nothing is shortened or corrected."),
    )
    date = EdtfFormField(label=_("When was it asked?"), required=False)
    themes = NamesField(label=_("Themes"), help_text=_("One a line."))

    class Meta:
        model = Ask
        fields = (
            "party",
            "kind",
            "text",
            "document",
            "number",
            "paragraph",
            "page",
            "date",
            "asked_by",
            "body",
            "addressee",
            "places",
            "session",
            "position",
            "position_as_written",
            "response",
            *FACT_FIELDS,
        )
        labels = {
            "kind": _("What is it?"),
            "document": _("In which document?"),
            "number": _("Number"),
            "paragraph": _("Paragraph"),
            "page": _("Page"),
            "asked_by": _("Who asks?"),
            "body": _("Body or mechanism"),
            "addressee": _("Which authority is it addressed to?"),
            "places": _("Which places is it about?"),
            "session": _("Session"),
            "position": _("Which position did the State take?"),
            "position_as_written": _("Its position in its own words"),
            "response": _("What did the State say?"),
        }
        help_texts = {
            "kind": _("Recommendation, comment and request for information are kept apart."),
            "places": _("Choose none where it is about the whole country. Hold Ctrl or ⌘ to choose several."),
            "position": _("“No information” is not “rejected”, nor “not implemented”."),
            "response": _("Word for word, with its source below."),
        }
        widgets = {
            "response": forms.Textarea(attrs={"rows": 4}),
            "asked_by": forms.TextInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document: Any = self.fields["document"]
        reader = kwargs["reader"]
        document.queryset = documents_for(reader)
        document.to_field_name = "public_id"
        places: Any = self.fields["places"]
        places.queryset, places.to_field_name, places.required = places_for(reader), "public_id", False
        if self.instance.pk:
            places.queryset = places.queryset.filter(party=self.instance.party)
            self.initial["places"] = [place.public_id for place in self.instance.places.all()]
            own = self.instance.document
            document.queryset = document.queryset.filter(party=self.instance.party)
            self.initial["document"] = own.public_id if own else None
            self.initial["themes"] = [theme.name for theme in self.instance.themes.all()]
            if self.instance.intake_id is not None:
                del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        """A document of the same Party; a text that says something."""
        given = super().clean()
        self.of_party("document")
        self.of_party("places")
        if "text" in self.fields and not str(given.get("text", "")).strip():
            self.add_error("text", _("Write what is asked."))
        return given
