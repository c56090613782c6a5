"""Forms for setting up stations, and for one's own PIN."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.people.models import User
from habeas.web.stations.access import people_to_post
from habeas.web.stations.actions import LONGEST_PIN
from habeas.web.stations.models import PRACTICE, Station

MINUTES = [f"{name}_minutes" for name in PRACTICE]


class StationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A station, and the times that it gives itself."""

    class Meta:
        model = Station
        fields = ("name", "code", "kind", "jurisdiction", "zone", *MINUTES)
        help_texts = {
            "jurisdiction": _("CoE, EU or GB-EAW. It chooses which limits of law are shown."),
            "zone": _("As in Asia/Baku or Europe/Paris. The clock of the board is in it."),
            "rights_minutes": _(
                "The times in minutes are the station's own: what is due is shown by them where the law has "
                "no number."
            ),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in MINUTES:
            self.fields[name].widget.attrs["size"] = "6"
        if self.instance.pk is not None:
            del self.fields["code"]  # it stands in every entry

    def clean_zone(self) -> str:
        """A zone that there is."""
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_("There is no such time zone."))
        return zone


class PostForm(forms.Form):
    """Who is posted, and since when."""

    user: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Who?"), queryset=User.objects.none(), to_field_name="public_id"
    )
    since = forms.DateField(label=_("Since when?"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choose: forms.ModelChoiceField[User] = self.fields["user"]  # type: ignore[assignment]
        choose.queryset = people_to_post()


class EndForm(forms.Form):
    """The last day of a post."""

    until = forms.DateField(label=_("Which day is the last?"), widget=forms.DateInput(attrs={"type": "date"}))


class BadgeForm(forms.Form):
    """The number that a reader of badges types."""

    number = forms.CharField(
        label=_("Number of the badge"),
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Hold the badge to the reader. The number is not kept, only what recognises it."),
    )


class MachineForm(forms.Form):
    """A machine that sends entries."""

    name = forms.CharField(
        label=_("What is the machine called?"), max_length=100, help_text=_("For example “desk 2”.")
    )


class MirrorForm(forms.Form):
    """Who keeps a copy of the log."""

    name = forms.CharField(
        label=_("Whose mirror is it?"),
        max_length=100,
        help_text=_("The body that keeps it, such as the national preventive mechanism."),
    )


def _pin(label: object) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "12"})
    return forms.CharField(label=label, max_length=LONGEST_PIN, widget=widget)  # type: ignore[arg-type]


class PinForm(forms.Form):
    """A new PIN, typed twice."""

    pin = _pin(_("New PIN"))
    again = _pin(_("The same again"))

    def clean(self) -> dict[str, str]:
        """Hold the two against each other."""
        given = super().clean() or {}
        if given.get("pin") and given.get("again") and given["pin"] != given["again"]:
            self.add_error("again", _("The two are not the same."))
        return given
