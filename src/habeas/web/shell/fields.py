"""Fields of forms: dates as people type them, and several files at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.errors import HabeasError
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import own_words
from habeas.web.shell.typed_dates import read_date

HINT = _("For example 3 July 2024, or July 2024 or 2024 where the day is not known, or 2019 – 2021.")


def to_come(text: str) -> bool:
    """Whether a date as EDTF text lies wholly in the days to come."""
    earliest = Edtf.parse(text).earliest if text else None
    return earliest is not None and earliest > timezone.localdate()


class EdtfFormField(forms.CharField):
    """Reads what people type and gives EDTF text, which a model's ``EdtfField`` stores.

    Where the day, the month and the year are figures, the day comes first; the form says in words
    how the date was read whenever it is shown again.
    """

    def __init__(self, *, help_text: Any = HINT, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        super().__init__(help_text=help_text, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("size", "28")

    def clean(self, value: Any) -> str:
        """Return EDTF text, empty for an empty field."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return read_date(typed).text
        except HabeasError as error:
            raise ValidationError(plainly(error), code=error.code) from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored date in words where the same words are read back as the same date."""
        if not value:
            return value
        try:
            when = read_date(str(value))
            said = own_words().date(when)
            return said if str(value) == when.text and read_date(said).text == when.text else value
        except HabeasError:
            return value


class FilesInput(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Gives a list of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of them; at least one where it is required."""
        return [self._held(one, initial) for one in data or ([None] if self.required else [])]

    def _held(self, one: Any, initial: Any) -> Any:
        """One of them; of several that are sent, one that is empty is named."""
        try:
            return super().clean(one, initial)
        except ValidationError as error:
            if error.code != "empty":
                raise
            said = {"name": own_words().apart(one.name)}
            raise ValidationError(_("“%(name)s” is empty."), code="empty", params=said) from error
