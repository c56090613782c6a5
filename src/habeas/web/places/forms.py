"""Forms for places, and for what becomes of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.access import authorities_for
from habeas.web.people.access import Reader
from habeas.web.people.roles import Capability
from habeas.web.places.access import places_for
from habeas.web.places.models import KINDS, Place
from habeas.web.shell.fields import EdtfFormField
from habeas.web.sources.forms import FACT_FIELDS, SOURCE_FIELDS, FactForm, SourceForm


class PlaceForm(FactForm):
    """A place of deprivation of liberty. A new name or kind is a change with its own date."""

    capability = Capability.WRITE_PLACES
    beside: tuple[str, ...] = ("opened",)

    opened = EdtfFormField(label=_("When did it open?"), required=False)

    class Meta:
        model = Place
        fields = (
            "party",
            "name",
            "kind",
            "region",
            "municipality",
            "address",
            "code",
            "authority",
            "capacity_places",
            "latitude",
            "longitude",
            *FACT_FIELDS,
        )
        labels = {
            "name": _("What is the place called?"),
            "kind": _("What kind of place is it?"),
            "region": _("Region"),
            "municipality": _("Town or municipality"),
            "address": _("Address"),
            "code": _("Code"),
            "authority": _("Which authority answers for it?"),
            "capacity_places": _("For how many persons is it?"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
        }
        help_texts = {
            "name": _("Its official name today."),
            "kind": _("Any place where a public authority holds people counts, vehicles too (Article 2)."),
            "code": _("The number that the authorities use for it, if any."),
            "capacity_places": _("Its official capacity."),
            "latitude": _("In degrees, for example 40.40926. With both, the place is on the map."),
            "longitude": _("In degrees, for example 49.86709."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["authority"]
        field.queryset = authorities_for(kwargs["reader"])
        field.to_field_name = "public_id"
        if self.instance.pk:
            field.queryset = field.queryset.filter(party=self.instance.party)
            own = self.instance.authority
            self.initial["authority"] = own.public_id if own else None
            self.beside = ()
            del self.fields["opened"], self.fields["name"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """Both coordinates or neither; an authority of the same Party."""
        given = super().clean()
        self.of_party("authority")
        if (given.get("latitude") is None) != (given.get("longitude") is None):
            self.add_error("latitude", _("Give both coordinates, or neither."))
        for name, most in (("latitude", 90), ("longitude", 180)):
            if given.get(name) is not None and abs(given[name]) > most:
                self.add_error(name, _("Degrees go from −%(most)d to %(most)d.") % {"most": most})
        return given


class ChangeForm(SourceForm):
    """What became of a place, and when."""

    source_required = False

    on = EdtfFormField(label=_("When?"), required=False)
    note = forms.CharField(
        label=_("What should a reader know of it?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example the decision by which it was done."),
    )
    first: tuple[str, ...] = ()

    def __init__(self, *args: Any, place: Place, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["source"].label = _("Where is this from, if not from the same source?")
        self.fields["source"].help_text = _("Leave it and the name below empty for the source of the place.")
        self.order_fields([*self.first, "on", "note", *SOURCE_FIELDS])

    def told(self) -> dict[str, Any]:
        """What the action needs besides date, source and note."""
        return {name: self.cleaned_data[name] for name in self.first}


class RenameForm(ChangeForm):
    """A new name."""

    first = ("name",)
    name = forms.CharField(
        label=_("What is its new name?"), max_length=200, help_text=_("The old name is kept.")
    )


class KindForm(ChangeForm):
    """Another kind."""

    first = ("kind",)
    kind = forms.ChoiceField(label=_("What kind of place did it become?"), choices=KINDS)


class MoveForm(ChangeForm):
    """Another address."""

    first = ("to",)
    to = forms.CharField(label=_("To which address?"), max_length=200)


class MergeForm(ChangeForm):
    """Into another place."""

    first = ("into",)
    into = forms.ModelChoiceField(
        label=_("Into which place was it merged?"),
        queryset=Place.objects.none(),
        to_field_name="public_id",
        help_text=_("A place of the same Party. This one is closed by it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_for(kwargs["reader"]).filter(party=self.place.party).exclude(pk=self.place.pk)
        self.fields["into"].queryset = places  # type: ignore[attr-defined]
