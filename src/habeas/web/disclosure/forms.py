"""What is asked before something of a record is opened to a court: the order, and exactly what."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from habeas.language import LANGUAGES
from habeas.web.disclosure.access import Choice, Field

FILE = "file"
_FORMS = [
    (FILE, _("the file, which is checked against the log without this server")),
    ("pdf", _("PDF, to be printed")),
    ("docx", _("Word")),
    ("html", _("a page that opens in any browser")),
]
_APART = ":"


class AskForm(forms.Form):
    """To whom, by what order, and which entries and fields; nothing is chosen beforehand."""

    recipient = forms.CharField(
        label=_("To whom is it opened?"),
        max_length=200,
        help_text=_("The court or authority, not a person: for example “Regional Court, 2nd chamber”."),
    )
    basis = forms.CharField(
        label=_("On what legal basis?"), max_length=300, help_text=_("The act and its section.")
    )
    reference = forms.CharField(
        label=_("Reference of the order"), max_length=120, help_text=_("As it stands on the order.")
    )
    ordered_on = forms.DateField(label=_("Date of the order"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self,
        *args: Any,
        choices: Sequence[Choice],
        entries: Iterable[str],
        opened: Iterable[str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.offered = choices
        self.entries, self.opened = frozenset(entries), frozenset(opened)

    @property
    def lines(self) -> list[tuple[Choice, bool, list[tuple[Field, str, bool]]]]:
        """Each entry with whether it is chosen, and its fields likewise."""
        return [(one, one.row.event_id in self.entries, self._fields(one)) for one in self.offered]

    def _fields(self, one: Choice) -> list[tuple[Field, str, bool]]:
        marks = [f"{one.row.event_id}{_APART}{field.name}" for field in one.fields]
        return [(field, mark, mark in self.opened) for field, mark in zip(one.fields, marks, strict=True)]

    def clean_ordered_on(self) -> date:
        """An order is given before it is followed."""
        day: date = self.cleaned_data["ordered_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """What is chosen, by event; a field brings its entry with it."""
        given = super().clean() or {}
        marks = {
            mark: (one.row.event_id, field.name)
            for one, _chosen, fields in self.lines
            for field, mark, _on in fields
        }
        ids = {one.row.event_id for one in self.offered}
        if not self.entries <= ids or not self.opened <= marks.keys():
            raise forms.ValidationError(_("What was chosen is not in this record."))
        chosen: dict[str, list[str]] = {event_id: [] for event_id in sorted(self.entries)}
        for mark in sorted(self.opened):
            event_id, name = marks[mark]
            chosen.setdefault(event_id, []).append(name)
        if not chosen:
            raise forms.ValidationError(_("Nothing is chosen. Choose an entry, or a field of one."))
        return {**given, "chosen": chosen}


class TakeForm(forms.Form):
    """In which form and language it is taken away."""

    form = forms.ChoiceField(label=_("In which form"), choices=_FORMS, widget=forms.RadioSelect, initial=FILE)
    language = forms.ChoiceField(label=_("In which language"), choices=list(LANGUAGES.items()))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["language"].initial = (get_language() or "en").split("-")[0]
