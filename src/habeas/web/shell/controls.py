"""How a form's field is drawn: classes by kind of control, where links jump, dates read back."""

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from habeas.errors import HabeasError
from habeas.web.shell.fields import EdtfFormField
from habeas.web.shell.marks import own_words
from habeas.web.shell.typed_dates import read_date

_DASHES = BLANK_CHOICE_DASH[0][1]

# A widget's first kind in this order decides: Select is no kind of Input, RadioSelect is one of Select's kin.
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (Input, "form-control"),
    (forms.Textarea, "form-control"),
    (forms.MultiWidget, "form-control"),
)


def css_class(widget: forms.Widget) -> str:
    """The class that gives a control its look, empty for a kind that has none."""
    return next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")


def draw(field: BoundField) -> SafeString:
    """Draw the control; a class that its form gave it is kept beside ours."""
    widget = field.field.widget
    _say_none_chosen(field.field)
    wanted = (widget.attrs.get("class"), css_class(widget), field.errors and "is-invalid")
    names = " ".join(name for name in wanted if name)
    return field.as_widget(attrs={"class": names} if names else None)


def _say_none_chosen(field: Any) -> None:
    """Say in words what the framework draws as dashes: that nothing is chosen yet, or need not be."""
    said = _("choose") if field.required else _("none chosen")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = said if field.empty_label == _DASHES else field.empty_label
    elif isinstance(field.widget, forms.Select):
        field.widget.choices = [
            (value, said if label == _DASHES else label) for value, label in field.widget.choices
        ]


def first_control(field: BoundField) -> str:
    """The id of the control, or of the first one of a group."""
    identity = field.id_for_label or field.auto_id
    return f"{field.auto_id}_0" if field.use_fieldset and identity == field.auto_id else identity


def read_back(field: BoundField) -> str:
    """Say in words the date that stands in the control, where it can be read and words add something."""
    value = field.value()
    if not isinstance(field.field, EdtfFormField) or not value:
        return ""
    try:
        said = own_words().date(read_date(str(value)))
    except HabeasError:
        return ""
    return "" if said == value else said
