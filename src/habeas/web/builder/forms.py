"""Forms of the text: a passage, where it goes, rounds and remarks, and a Word file that comes back."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from habeas.documents.sources import size_in_words
from habeas.documents.word.package import WORD_LIMITS
from habeas.law import provision
from habeas.web.builder.actions import Wording
from habeas.web.builder.merging import plain
from habeas.web.builder.models import DECISIONS, KINDS, LANGUAGES, PROVISIONS, ROUNDS, Copy, Passage
from habeas.web.conduct.forms import DayField
from habeas.web.shell.marks import own_words
from habeas.web.visits.models import Finding

LONGEST = 20_000
"""Characters in one passage."""
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


class BeginForm(forms.Form):
    """In which language, and with which headings."""

    language = forms.ChoiceField(label=_("In which language is it written?"), choices=LANGUAGES)
    outline = forms.ChoiceField(
        label=_("With what does it begin?"),
        choices=[
            ("visit", _("the headings of a visit report, with what the record of the visit says")),
            ("empty", _("nothing")),
        ],
        widget=forms.RadioSelect,
        initial="visit",
    )


class TextField(forms.CharField):
    """Text of a passage on one line; control characters that no paper can print are refused by it."""

    widget = forms.Textarea(attrs={"rows": 8})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the text as a passage holds it."""
        return plain(super().clean(value))


class BlocksField(forms.CharField):
    """Text in which an empty line begins a new passage."""

    widget = forms.Textarea(attrs={"rows": 8})

    def clean(self, value: Any) -> Any:
        """Return the texts in order, empty ones left out."""
        blocks = [plain(block) for block in _BLANK_LINE.split(super().clean(value))]
        if any(len(block) > LONGEST for block in blocks):
            raise ValidationError(_("One passage holds at most %(n)s characters.") % {"n": LONGEST})
        return [block for block in blocks if block]


class AskFields(forms.Form):
    """What an ask says beyond its words."""

    kind = forms.ChoiceField(label=_("What kind is it?"), choices=KINDS)
    addressee = forms.CharField(
        label=_("Of whom is it asked?"),
        max_length=200,
        required=False,
        help_text=_("One authority, by its name: for example the Ministry of the Interior."),
    )
    provision = forms.ChoiceField(label=_("Under which provision?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["provision"]
        field.choices = [
            ("", _("none in particular")),
            *((ref, provision(ref).pinpoint) for ref in PROVISIONS),
        ]

    def said(self) -> dict[str, str]:
        """The three by name."""
        return {name: self.cleaned_data[name] for name in ("kind", "addressee", "provision")}


class HeadingFields(forms.Form):
    """The level of a heading."""

    level = forms.TypedChoiceField(
        label=_("Which level?"),
        coerce=int,
        choices=[(1, _("part (I.)")), (2, _("chapter (A.)")), (3, _("section (1.)"))],
    )

    def said(self) -> dict[str, int]:
        """The level by name."""
        return {"level": self.cleaned_data["level"]}


class ParagraphFields(forms.Form):
    """On which findings a paragraph draws."""

    findings = forms.ModelMultipleChoiceField(
        label=_("On which findings does it draw?"),
        queryset=Finding.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, findings: Iterable[Finding] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["findings"]
        field.queryset = Finding.objects.filter(pk__in=[one.pk for one in findings])
        if not field.queryset.exists():
            del self.fields["findings"]

    def said(self) -> dict[str, Any]:
        """Nothing of the wording itself."""
        return {}


class PlainFields(forms.Form):
    """A passage that says its text and nothing else."""

    def said(self) -> dict[str, Any]:
        """Nothing more."""
        return {}


FIELDS: dict[str, type[forms.Form]] = {
    "numbered": ParagraphFields,
    "ask": AskFields,
    "heading": HeadingFields,
    "plain": PlainFields,
}


def writing_form(form: str, *, new: bool) -> Any:
    """The form of a passage of this form: its text, then what it says beyond it."""
    field: Any
    if new and form != "heading":
        field = BlocksField(label=_("Text"), help_text=_("An empty line begins the next one."))
    else:
        field = TextField(label=_("Text"))
    if form == "heading":
        field.widget = forms.TextInput()
    more = {} if new else {"version": forms.IntegerField(widget=forms.HiddenInput)}
    order = ("text", "kind", "addressee", "provision", "level", "findings", "version")
    return type("WritingForm", (FIELDS[form],), {"text": field, **more, "field_order": order})


def wordings_of(form: Any, kind: str) -> list[Wording]:
    """What a form of a new passage holds: one wording for each text."""
    given = form.cleaned_data["text"]
    texts = given if isinstance(given, list) else [given]
    return [Wording(text=text, form=kind, **form.said()) for text in texts]


class MoveForm(forms.Form):
    """Behind which passage it goes."""

    after = forms.ChoiceField(label=_("Behind which passage?"))

    def __init__(self, *args: Any, passages: Iterable[Passage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["after"]
        field.choices = [
            ("start", _("at the beginning")),
            *((one.public_id, f"{one}: {one.text[:70]}") for one in passages),
        ]


class RoundForm(forms.Form):
    """A round: of whom what is asked, by which letter, until when."""

    kind = forms.ChoiceField(label=_("Which round?"), choices=ROUNDS)
    to = forms.CharField(label=_("Who is asked?"), max_length=200)
    letter = forms.CharField(label=_("By which letter?"), max_length=200, required=False)
    sent_on = DayField(label=_("On which day was it sent?"))
    until = DayField(label=_("Until when?"), required=False, help_text=_("As the letter has it."))
    copy = forms.ModelChoiceField(
        label=_("Which copy was sent?"),
        queryset=Copy.objects.none(),
        to_field_name="public_id",
        required=False,
        help_text=_("What is said of it is said of these bytes."),
    )

    def __init__(self, *args: Any, copies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["copy"]
        field.queryset = copies


class RemarkForm(forms.Form):
    """What somebody says of one paragraph."""

    passage = forms.ModelChoiceField(
        label=_("Of which paragraph?"), queryset=Passage.objects.none(), to_field_name="public_id"
    )
    said_by = forms.CharField(label=_("Who says it?"), max_length=200)
    text = forms.CharField(
        label=_("What is said?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    proposed = forms.CharField(
        label=_("Which wording is proposed?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, passages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["passage"]
        field.queryset = passages
        field.label_from_instance = lambda one: f"{one}: {one.text[:70]}"


class DecideForm(forms.Form):
    """What is decided on a remark, and why."""

    decision = forms.ChoiceField(label=_("What is decided?"), choices=DECISIONS, widget=forms.RadioSelect)
    why = forms.CharField(label=_("Why?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))


class BackForm(forms.Form):
    """A Word file that comes back, and of which copy it is."""

    file = forms.FileField(
        label=_("Which file?"),
        help_text=format_lazy(
            _("A Word document (DOCX) of at most {size}."), size=size_in_words(WORD_LIMITS.file)
        ),
    )
    copy = forms.ModelChoiceField(
        label=_("From which copy was it made?"),
        queryset=Copy.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("the file says so itself"),
    )

    def __init__(self, *args: Any, copies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["copy"]
        field.queryset = copies
        field.label_from_instance = _copy_name


def _copy_name(copy: Copy) -> str:
    """When a copy went out, and the beginning of its hash."""
    day = own_words().date(copy.created_at.date())
    return f"{day}, {copy.created_at:%H:%M} UTC · {copy.sha256[:12]}"
