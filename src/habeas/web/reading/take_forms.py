"""The forms by which what was accepted comes into the file: where to, and what the document is there."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.dossier.facts import Source, Voice
from habeas.web.people.access import Reader
from habeas.web.reading.kept import said_of
from habeas.web.reading.models import Reading
from habeas.web.reading.showing import dateline_of
from habeas.web.reading.taking import Paper
from habeas.web.replies.access import filings_of
from habeas.web.replies.models import Filing
from habeas.web.reports.access import asks_for, documents_for
from habeas.web.reports.models import DOCUMENT_KINDS, Ask, Document
from habeas.web.shell.fields import EdtfFormField
from habeas.web.shell.marks import own_words
from habeas.web.visits.access import visits_for
from habeas.web.visits.models import Visit

NEW = ""
_KINDS = {"habeas/report/1": "visit report", "habeas/reply/1": "response"}
_VOICES = {"habeas/report/1": Voice.BODY, "habeas/reply/1": Voice.STATE}


class PaperForm(forms.Form):
    """What the document is called in the file, where it is not there yet."""

    title = forms.CharField(label=_("Its title"), max_length=300, required=False)
    reference = forms.CharField(label=_("Its reference"), max_length=60, required=False)
    date = EdtfFormField(label=_("What date does it bear?"), required=False)
    address = forms.URLField(
        label=_("Its address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Where it can be read on the web, if it can."),
    )

    def __init__(self, data: Any = None, *, row: Reading) -> None:
        self.row = row
        super().__init__(
            data, initial={"title": row.title, "reference": row.reference[:60], "date": row.date}
        )
        if day := dateline_of(row):
            said = {"day": own_words().date(Edtf.parse(day))}
            self.fields["date"].help_text = gettext("At its head stands %(day)s.") % said

    def hold_named(self) -> None:
        """Ask for a name where a new document is made."""
        if not (self.cleaned_data.get("title") or self.cleaned_data.get("reference")):
            self.add_error("title", _("Give the new document a title or a reference."))

    def paper(self, kind: str) -> Paper:
        """The document as it was said."""
        given = self.cleaned_data
        return Paper(
            kind=kind,
            title=given["title"],
            reference=given["reference"],
            date=given["date"],
            address=given["address"],
            voice=_VOICES.get(self.row.schema, Voice.OTHER),
        )


class AsksForm(PaperForm):
    """Into which document what it asks comes."""

    into = forms.ChoiceField(label=_("Into which document of the Party?"), required=False)
    kind = forms.ChoiceField(label=_("What kind of document is it?"), choices=DOCUMENT_KINDS)
    confidential_reference = forms.CharField(
        label=_("Its confidential reference"), max_length=60, required=False
    )
    visit = forms.ChoiceField(label=_("Which visit is it about?"), required=False)
    body = forms.CharField(
        label=_("Which body asks?"),
        max_length=120,
        required=False,
        help_text=_("For example “Working Group on the Universal Periodic Review”."),
    )
    field_order = [
        "into",
        "kind",
        "title",
        "reference",
        "confidential_reference",
        "date",
        "visit",
        "address",
        "body",
    ]

    def __init__(self, data: Any = None, *, row: Reading, reader: Reader) -> None:
        super().__init__(data, row=row)
        self._documents = {one.public_id: one for one in documents_for(reader).filter(party=row.party)}
        into: Any = self.fields["into"]
        named = [(key, _named(one)) for key, one in self._documents.items()]
        into.choices = [(NEW, gettext("A new one, as said below")), *named]
        self.initial["into"] = row.document.public_id if row.document else NEW
        self.initial["kind"] = _KINDS.get(row.schema, "other")
        header = said_of(row)
        self.initial["confidential_reference"] = header.get("confidential_reference") or ""
        self._offer_visits(reader, (header.get("visit") or {}).get("from"))

    def _offer_visits(self, reader: Reader, begun: str | None) -> None:
        """The visits of the Party, with the one chosen that began on the day that the report names."""
        self._visits = {one.public_id: one for one in visits_for(reader).filter(party=self.row.party)}
        visit: Any = self.fields["visit"]
        named = [(key, _day(one) or str(one)) for key, one in self._visits.items()]
        visit.choices = [("", gettext("none of those here")), *named]
        for key, one in self._visits.items():
            if begun and one.date_earliest and one.date_earliest.isoformat() == begun:
                self.initial["visit"] = key

    def clean(self) -> dict[str, Any]:
        """A new document has a name."""
        given = super().clean() or self.cleaned_data
        if given.get("into") == NEW:
            self.hold_named()
        return given

    @property
    def chosen(self) -> Document | Paper:
        """The document of the file, or the new one."""
        given = self.cleaned_data
        visit = self._visits.get(given["visit"])
        return self._documents.get(given["into"]) or replace(
            self.paper(given["kind"]),
            confidential_reference=given["confidential_reference"],
            visits=(visit,) if visit else (),
        )


class AnswersForm(PaperForm):
    """Which document the reply answers."""

    to = forms.ChoiceField(
        label=_("What does it answer?"),
        help_text=_("A response that was filed, or a document that was not transmitted from here."),
    )
    field_order = ["to", "title", "reference", "date", "address"]

    def __init__(self, data: Any = None, *, row: Reading, reader: Reader) -> None:
        super().__init__(data, row=row)
        self._to: dict[str, Filing | Document] = {}
        self._reader = reader
        documents = documents_for(reader).filter(party=row.party).exclude(asks=None).distinct()
        for one in documents:
            for filing in filings_of(reader, one):
                self._to[f"filing:{filing.public_id}"] = filing
            self._to[f"document:{one.public_id}"] = one
        to: Any = self.fields["to"]
        to.choices = [("", gettext("choose")), *((key, _answered(one)) for key, one in self._to.items())]
        meant = _meant(row)
        self.initial["to"] = next((key for key, one in self._to.items() if meant & _names(one)), "")

    def clean(self) -> dict[str, Any]:
        """A reply that is a document of its own has a name."""
        given = super().clean() or self.cleaned_data
        if isinstance(self._to.get(given.get("to", "")), Document) and self.row.document is None:
            self.hold_named()
        return given

    @property
    def chosen(self) -> tuple[Filing | Document, list[Ask]]:
        """What it answers, and what is asked there."""
        to = self._to[self.cleaned_data["to"]]
        document = to.report if isinstance(to, Filing) else to
        return to, list(asks_for(self._reader).filter(document=document))


class FactsForm(PaperForm):
    """The text as a source: where it was published, and when."""

    def clean(self) -> dict[str, Any]:
        """A source has a name."""
        given = super().clean() or self.cleaned_data
        self.hold_named()
        return given

    @property
    def source(self) -> Source:
        """The source that was named."""
        given = self.cleaned_data
        named = ", ".join(part for part in (given["title"], given["reference"]) if part)
        when = Edtf.parse(given["date"]) if given["date"] else None
        return Source(name=named[:300], address=given["address"], date=when, voice=Voice.OTHER)


def _meant(row: Reading) -> set[str]:
    """What a reply answers: for which document it was taken over already, or the reference that it gives."""
    if row.document is not None:
        return {row.document.responds_to.public_id} if row.document.responds_to else set()
    return {"".join(reference.split()) for reference in (said_of(row).get("responds_to"),) if reference}


def _names(one: Filing | Document) -> set[str]:
    """What a document may be meant by."""
    own = one.report if isinstance(one, Filing) else one
    named = (own.public_id, own.reference, own.confidential_reference)
    return {"".join(name.split()) for name in named if name}


def _day(one: Document | Visit) -> str:
    return own_words().date(one.when) if one.when else ""


def _named(one: Document) -> str:
    parts = dict.fromkeys(part for part in (one.reference, one.title) if part)  # one may stand for the other
    said = own_words().listed(parts) or one.get_kind_display()
    return f"{said} ({_day(one)})" if one.when else said


def _answered(one: Filing | Document) -> str:
    if isinstance(one, Document):
        return _named(one)
    return gettext("Response filed: %(name)s") % {"name": one.response}
