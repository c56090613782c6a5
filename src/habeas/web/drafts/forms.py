"""What a draft asks that the record does not know."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.language import LANGUAGES
from habeas.web.drafts.letters import Template


class DraftForm(forms.Form):
    """One letter."""

    language = forms.ChoiceField(label=_("In which language?"))
    addressee = forms.CharField(
        label=_("To whom?"),
        required=False,
        max_length=300,
        help_text=_("An office. Left empty, the letter has a gap there."),
    )
    signed_by = forms.CharField(
        label=_("Who signs?"),
        required=False,
        max_length=200,
        help_text=_("Name and office, as they are to stand."),
    )
    due = forms.DateField(
        label=_("By when does it ask for an answer?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("This letter sets the date. Left empty, it sets none: no number of months is assumed."),
    )

    points = forms.MultipleChoiceField(
        label=_("What is it to list?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave out what needs no answer."),
    )

    def __init__(
        self,
        *args: Any,
        template: Template,
        points: Mapping[str, str] = MappingProxyType({}),
        come: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """``points`` are what the letter can list, by name; all is chosen at first but what has ``come``."""
        super().__init__(*args, **kwargs)
        if points:
            listed: Any = self.fields["points"]
            why = _("not chosen: it asks for the response itself, and a response has come")
            listed.choices = [
                (name, f"{text} ({why})" if name in come else text) for name, text in points.items()
            ]
            listed.initial = [name for name in points if name not in come]
        else:
            del self.fields["points"]
        language: Any = self.fields["language"]
        language.choices = [(code, LANGUAGES[code]) for code in template.wordings]
        said = template.wordings.values()
        if not any("due" in part.needs for wording in said for part in wording.paragraphs):
            del self.fields["due"]
