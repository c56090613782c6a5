"""The forms of an import: the list, and which column is which."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from habeas.documents.asks import AskKind
from habeas.documents.encodings import DECLARABLE
from habeas.documents.headings import Target, fields
from habeas.documents.lists.mapping import SEPARATORS, ColumnMapping
from habeas.documents.sources import LIMITS, size_in_words
from habeas.law import cite
from habeas.web.parties.access import parties_for
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.reports.importing import SAMPLE, Opened
from habeas.web.reports.models import ASK_KINDS
from habeas.web.sources.forms import SourceForm

cite(
    "ECPT#11(1)",
    enforces="A list from the browser is confidential until another person opens it.",
)

TARGETS = [
    ("places", _("Places of deprivation of liberty")),
    ("asks", _("Recommendations, or other things that were asked")),
]
FIELD_NAMES = {
    "text": _("What is asked, word for word"),
    "kind": _("Kind"),
    "party": _("Party"),
    "asked_by": _("Who asks"),
    "number": _("Number"),
    "session": _("Session"),
    "cycle": _("Cycle"),
    "date": _("Date"),
    "position": _("Position of the State"),
    "response_text": _("What the State said"),
    "themes": _("Themes"),
    "affected": _("Persons concerned"),
    "action": _("Level of action (1 to 5)"),
    "body": _("Body or mechanism"),
    "symbol": _("Reference of the document"),
    "title": _("Title of the document"),
    "paragraph": _("Paragraph"),
    "page": _("Page"),
    "source_id": _("Identifier in its source"),
    "name": _("Name"),
    "region": _("Region"),
    "municipality": _("Town or municipality"),
    "address": _("Address"),
    "authority": _("Authority"),
    "capacity": _("Capacity"),
    "opened": _("Opened"),
    "closed": _("Closed"),
    "code": _("Code"),
    "other_names": _("Other names"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
}


class ListForm(SourceForm):
    """The list itself, of what, of which Party, and from where."""

    target = forms.ChoiceField(
        label=_("What is in the list?"), choices=TARGETS, widget=forms.RadioSelect, initial="places"
    )
    pasted = forms.CharField(
        label=_("Paste the list"),
        required=False,
        strip=False,
        max_length=3_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One name a line, or rows copied from a spreadsheet, with or without headings."),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=format_lazy(
            _("XLSX, CSV or tab-separated text; a list of UPR Info is recognised. At most {size}."),
            size=size_in_words(LIMITS.file),
        ),
    )
    party = forms.ModelChoiceField(
        label=_("Of which Party?"),
        queryset=Party.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("a Party that is not in this list, or the list has a column for it"),
    )
    party_name = forms.CharField(
        label=_("Name of a new Party"),
        required=False,
        max_length=120,
        help_text=_("Only where it is not in the list above. It is made when the list is taken over."),
    )
    encoding = forms.ChoiceField(
        label=_("How are its letters encoded?"),
        required=False,
        choices=[("", _("find it out")), *DECLARABLE.items()],
        help_text=_("Only if you are asked for it, or letters come out wrong."),
    )
    public = forms.BooleanField(
        label=_("This list is public at its source, word for word, as a public database has it."),
        required=False,
        help_text=_(
            "For lists of UPR Info only, and only if the source has a date and an address. It comes in as "
            "confidential; another person is asked to open it."
        ),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties_for(reader)  # type: ignore[attr-defined]
        self.order_fields(["target", "pasted", "file", "party", "party_name"])

    def clean(self) -> dict[str, Any]:
        """One list, and a Party for places."""
        given = super().clean()
        upload = given.get("file")
        if not upload and not str(given.get("pasted", "")).strip() and "file" not in self.errors:
            self.add_error("pasted", _("Paste a list, or choose a file."))
        if upload and str(given.get("pasted", "")).strip():
            self.add_error("pasted", _("Paste a list or choose a file, not both."))
        if upload and upload.size > LIMITS.file:
            self.add_error(
                "file", _("The file is larger than %(size)s.") % {"size": size_in_words(LIMITS.file)}
            )
        if given.get("target") == "places" and not given.get("party") and not given.get("party_name"):
            self.add_error("party", _("Say of which Party the places are."))
        if given.get("party") and given.get("party_name") and given["party"].name != given["party_name"]:
            self.add_error("party_name", _("Choose a Party or name a new one, not both."))
        if given.get("public") and not self.errors and not self.source_value().opens_to_the_public:
            self.add_error("public", _("Public only with a source that has a date and an address."))
        return given

    def party_told(self) -> str:
        """The name of the Party, empty where the list names it."""
        given = self.cleaned_data
        return given["party"].name if given["party"] else " ".join(given["party_name"].split())


class MappingForm(forms.Form):
    """Which column is which field; one select a column."""

    def __init__(self, data: Any = None, *, found: Opened, target: Target, party: str) -> None:
        super().__init__(data)
        self.found, self.target, self.party = found, target, party
        mapping = found.mapping
        if mapping is None:
            raise ValueError("this list needs no mapping")
        by_heading = {heading: name for name, heading in mapping.columns.items()}
        choices = [("", _("leave out"))] + [(name, FIELD_NAMES.get(name, name)) for name in fields(target)]
        for place, heading in enumerate(found.table.headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=by_heading.get(heading, "")
            )
        self._ask_constants(mapping)

    def _ask_constants(self, mapping: ColumnMapping) -> None:
        if self.target is Target.ASKS:
            kinds = [("", _("the list has a column for it")), *ASK_KINDS]
            self.fields["kind"] = forms.ChoiceField(
                label=_("What are the rows, where no column says so?"),
                choices=kinds,
                required=False,
                initial=mapping.constants.get("kind", AskKind.RECOMMENDATION.value),
            )
        separators = {";": _("semicolon ;"), "|": _("bar |"), ",": _("comma ,")}
        self.fields["separator"] = forms.ChoiceField(
            label=_("What divides several values in one cell?"),
            choices=[(each, separators[each]) for each in SEPARATORS],
            initial=mapping.list_separator,
        )
        days = {None: "", True: "day", False: "month"}
        self.fields["day_first"] = forms.ChoiceField(
            label=_("How is 03/04/2024 meant?"),
            choices=[("", _("no such dates")), ("day", _("3 April")), ("month", _("4 March"))],
            required=False,
            initial=days[mapping.day_first],
        )

    def columns(self) -> list[tuple[Any, str, list[str], str]]:
        """Each column: its field of the form, its heading, some of its values, and why it is proposed."""
        guessed = {guess.heading: guess for guess in self.found.guesses}
        rows = self.found.table.rows[:SAMPLE]
        told = []
        for place, heading in enumerate(self.found.table.headings):
            cells = [row.cells[place] for row in rows if row.cells[place].strip()]
            why = guessed[heading].reason if heading in guessed else ""
            told.append((self[f"column_{place}"], heading, cells, why))
        return told

    def others(self) -> list[Any]:
        """The fields that belong to no column."""
        return [self[name] for name in self.fields if not name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        """Each field once, and none missing that is needed."""
        given = super().clean() or {}
        headings = self.found.table.headings
        chosen = [(given.get(f"column_{place}"), place) for place in range(len(headings))]
        taken: dict[str, int] = {}
        for name, place in chosen:
            if name and name in taken:
                self.add_error(f"column_{place}", _("Two columns cannot be the same."))
            elif name:
                taken[name] = place
        constants = {"kind": given["kind"]} if given.get("kind") and "kind" not in taken else {}
        if self.target is Target.ASKS and self.party and "party" not in taken:
            constants["party"] = self.party
        self.mapping = ColumnMapping(
            target=self.target,
            headings=headings,
            columns={name: headings[place] for name, place in taken.items()},
            constants=constants,
            values=self.found.mapping.values if self.found.mapping else {},
            day_first={"day": True, "month": False}.get(given.get("day_first", "")),
            list_separator=given.get("separator") or ";",
        )
        for name in self.mapping.missing:
            said = _("No column is “%(field)s”, which is needed.") % {"field": FIELD_NAMES[name]}
            self.add_error(None, said)
        return given
