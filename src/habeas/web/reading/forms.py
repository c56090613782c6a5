"""The forms of the desk for reading: documents as they are brought, and a proposal as it is corrected."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from habeas.apart.program import FORMS as READ_HERE
from habeas.documents.sources import MEGABYTE, size_in_words
from habeas.dossier.facts import VOICE_NAMES
from habeas.web.parties.access import parties_for
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.reading.fields import FIELDS, LABELS, NEEDED, Given
from habeas.web.reading.models import FORMS
from habeas.web.reports.models import ASK_KINDS, POSITIONS
from habeas.web.shell.fields import EdtfFormField, FilesField, FilesInput, to_come

LARGEST = 60 * MEGABYTE
"""Bytes of one document; ``documents`` holds its readers to the same."""
MOST_FILES = 20
MOST_TOGETHER = 200 * MEGABYTE
SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".txt")
_LENGTHS = {"number": 40, "paragraph": 20}
_LONG = frozenset({"text", "title", "asked_by", "actors", "themes"})


class BringForm(forms.Form):
    """Documents, of which Party, what they are, and when they were published."""

    documents = FilesField(
        label=_("Which documents?"),
        widget=FilesInput(attrs={"accept": ",".join(SUFFIXES), "data-drop": ""}),
        allow_empty_file=True,  # it is told by its name below
        help_text=format_lazy(
            _("PDF with text in it, Word, HTML or plain text; several at once. At most {size} each."),
            size=size_in_words(LARGEST),
        ),
    )
    party = forms.ModelChoiceField(
        label=_("Of which Party?"), queryset=Party.objects.none(), to_field_name="slug"
    )
    form = forms.ChoiceField(
        label=_("What are they?"),
        widget=forms.RadioSelect,
        choices=[(name, word) for name, word in FORMS.items() if name in READ_HERE],
        help_text=_("It decides what is looked for."),
    )
    date = EdtfFormField(
        label=_("When were they published?"),
        required=False,
        help_text=_("Empty where it is not known: nothing is assumed."),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties_for(reader)  # type: ignore[attr-defined]
        self.initial.setdefault("form", READ_HERE[0])

    def clean_documents(self) -> Any:
        """As many and as large as are taken, of a kind that can be read."""
        files = self.cleaned_data["documents"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(count)d documents are taken at once.") % {"count": MOST_FILES}
            )
        if wrong := [said for one in files if (said := _wrong(one))]:
            raise forms.ValidationError(wrong)
        return files

    def clean_date(self) -> str:
        """A day that has come."""
        said: str = self.cleaned_data["date"]
        if to_come(said):
            raise forms.ValidationError(_("This day has not come yet."))
        return said


def _wrong(file: Any) -> Any:
    """What is wrong with a file before it is read, with its name: others were chosen with it."""
    said = {"name": file.name, "size": size_in_words(LARGEST)}
    if not suffix_of(file.name):
        return _("“%(name)s” is neither PDF, Word (.docx), HTML nor plain text.") % said
    if not file.size:
        return _("“%(name)s” is empty.") % said
    if file.size > LARGEST:
        return _("“%(name)s” is larger than %(size)s. Split it into smaller files.") % said
    return None


def suffix_of(name: str) -> str:
    """The ending by which a document is told apart, empty for one that cannot be read."""
    suffix = PurePath(name).suffix.casefold()
    return suffix if suffix in SUFFIXES else ""


class ProposalForm(forms.Form):
    """The fields of a proposal, as somebody corrects them."""

    def __init__(self, data: Any = None, *, what: str, given: Given) -> None:
        super().__init__(data, initial=given, auto_id="edit_%s")
        self.what = what
        for name in FIELDS[what]:
            self.fields[name] = _field(name)

    @property
    def given(self) -> Given:
        """What was typed; line ends as the text has them."""
        return {name: str(self.cleaned_data[name] or "").replace("\r\n", "\n") for name in FIELDS[self.what]}


def _field(name: str) -> forms.Field:
    told: dict[str, Any] = {"label": LABELS[name], "required": name in NEEDED}
    if name == "kind":
        return forms.ChoiceField(choices=ASK_KINDS, **told)
    if name == "position":
        return forms.ChoiceField(choices=POSITIONS, **told)
    if name == "voice":
        voices = [(voice.value, _(word)) for voice, word in VOICE_NAMES.items()]
        return forms.ChoiceField(choices=[("", _("not said")), *voices], **told)
    if name == "date":
        return EdtfFormField(**told)
    if name in _LONG:
        rows = 6 if name == "text" else 2
        return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), strip=name != "text", **told)
    return forms.CharField(max_length=_LENGTHS.get(name, 200), **told)


class RefuseForm(forms.Form):
    """Why a proposal is not taken."""

    reason = forms.CharField(
        label=_("Why is it not taken?"),
        max_length=500,
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off"}),
    )
