"""Forms of outages and of numbered paper; each ends in a signature."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from habeas.custody.outages import Outage
from habeas.custody.sheets import MOST_AT_ONCE
from habeas.web.custodydesk.forms import SignedForm
from habeas.web.rows import new_public_id

LONGEST = 500


def _why(label: str, *, required: bool) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, required=required)


class StartForm(SignedForm):
    """When an outage began, why, and when it ended where it is over."""

    span_id = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, presets: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        began = kwargs["now"].replace(second=0, microsecond=0)
        initial = {"span_id": new_public_id(), "began": began, **(presets or {})}
        super().__init__(*args, initial=initial, **kwargs)

    def add_fields(self) -> None:
        """Both times, and why."""
        self.fields["began"] = self.local_time(_("When did it begin?"))
        self.fields["ended"] = self.local_time(_("When did it end?"), required=False)
        self.fields["ended"].help_text = _("Empty while it lasts.")
        self.fields["note"] = _why(_("What failed?"), required=True)
        self.fields["note"].help_text = _("For example “no network” or “no power”. No names.")

    def clean(self) -> dict[str, Any]:
        """Hold the times against each other; what is entered afterwards says that it is."""
        given = super().clean() or {}
        began, ended = given.get("began"), given.get("ended")
        self.hold_time("began", began)
        self.hold_time("ended", ended)
        if began and ended and ended < began:
            self.add_error("ended", _("This is before it began."))
        if self.is_late(began, ended):
            given["late_reason"] = _("the register could not be reached")
        return given


class EndForm(SignedForm):
    """When an outage ended."""

    def __init__(self, *args: Any, outage: Outage, **kwargs: Any) -> None:
        self.outage = outage
        super().__init__(*args, initial={"ended": kwargs["now"].replace(second=0, microsecond=0)}, **kwargs)

    def add_fields(self) -> None:
        """The time, and what helped."""
        self.fields["ended"] = self.local_time(_("When did it end?"))
        self.fields["note"] = _why(_("Note"), required=False)

    def clean(self) -> dict[str, Any]:
        """Hold the time against the beginning."""
        given = super().clean() or {}
        ended = given.get("ended")
        self.hold_time("ended", ended)
        if ended and ended < self.outage.began:
            self.add_error("ended", _("This is before it began."))
        if self.is_late(ended):
            given["late_reason"] = _("the register could not be reached")
        return given


class IssueForm(SignedForm):
    """How many sheets are issued, from which number on."""

    first = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, first: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"first": first, "count": 10}, **kwargs)

    def add_fields(self) -> None:
        """How many."""
        self.fields["count"] = forms.IntegerField(
            label=_("How many sheets?"),
            min_value=1,
            max_value=MOST_AT_ONCE,
            widget=forms.NumberInput(attrs={"size": "5"}),
            help_text=_("As many as a night without network may need. They are printed next."),
        )


class CancelForm(SignedForm):
    """Why a sheet is not used."""

    def add_fields(self) -> None:
        """The reason."""
        self.fields["why"] = _why(_("Why is the sheet not used?"), required=True)
        self.fields["why"].help_text = _("For example “torn”, “spoilt in printing”, “lost”.")
