"""The form for an injury: where on the body, then the three parts of a medical record."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from habeas.custody import Event
from habeas.law import cite
from habeas.web.custodydesk.body import REGIONS, region_of, with_region
from habeas.web.custodydesk.forms import EntryForm
from habeas.web.custodydesk.showing import comma

cite(
    "CPT-GR23#74", enforces="An injury is recorded as statements, findings and observations, on a body chart."
)

REGION = "sealed_region"


class InjuryForm(EntryForm):
    """One injury; another is another entry. What is typed here the station does not read."""

    def add_fields(self) -> None:
        """The region first: its number is pressed in the drawing or typed."""
        super().add_fields()
        self.fields[REGION] = forms.TypedChoiceField(
            label=_("Where on the body?"),
            choices=[
                ("", _("none chosen")),
                *(
                    (region.number, comma().join((str(region.number), _(region.name))))
                    for region in REGIONS.values()
                ),
            ],
            coerce=int,
        )
        self.order_fields(["at", REGION])

    def _shown(self, event: Event) -> dict[str, Any]:
        shown = super()._shown(event)
        region, findings = region_of(str(event.data.get("findings", "")))
        return {**shown, REGION: region.number if region else None, self.control("findings"): findings}

    def columns(self) -> dict[str, Any]:
        """The region lies in the sealed text."""
        columns = super().columns()
        data = columns["data"]
        data["findings"] = with_region(self.cleaned_data[REGION], data["findings"])
        return columns
