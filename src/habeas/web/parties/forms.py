"""Forms for Parties, their authorities and liaison officers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from habeas.web.parties.access import authorities_for
from habeas.web.parties.models import LIST_NAMES, Authority, LiaisonOfficer, Succession
from habeas.web.people.access import Reader
from habeas.web.shell.fields import EdtfFormField
from habeas.web.sources.forms import FACT_FIELDS, FactForm, HangingForm


class PartyForm(forms.Form):
    """A Party that is not here yet."""

    name = forms.CharField(
        label=_("What is the Party called?"),
        max_length=120,
        help_text=_("The name that the Council of Europe uses, in Latin letters."),
    )
    iso = forms.RegexField(
        label=_("Its two-letter code"),
        regex=r"\A[A-Za-z]{2}\Z",
        required=False,
        help_text=_("ISO 3166, for example AZ: it places the Party on a map."),
    )
    names = forms.CharField(
        label=_("Other names and spellings"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: by these it is recognised in lists that are imported."),
    )

    def other_names(self) -> list[str]:
        """The names, without blanks."""
        return [kept for line in self.cleaned_data["names"].splitlines() if (kept := " ".join(line.split()))]


class PartyNameForm(forms.Form):
    """Another name of a Party."""

    name = forms.CharField(
        label=_("Another name or spelling"),
        max_length=120,
        help_text=_("As a source writes it, for example “Republic of Azerbaijan”."),
    )


class CompletenessForm(forms.Form):
    """Whether one list is complete."""

    list = forms.ChoiceField(
        label=_("Which list?"), choices=[(item.value, name) for item, name in LIST_NAMES.items()]
    )
    complete = forms.ChoiceField(
        label=_("Is it complete?"),
        choices=[("", _("nobody can say")), ("yes", _("yes, complete")), ("no", _("no, not complete"))],
        required=False,
    )
    note = forms.CharField(
        label=_("Why do you say so?"), max_length=500, help_text=_("For example what it was compared with.")
    )

    def complete_value(self) -> bool | None:
        """Yes, no, or nobody can say."""
        return {"yes": True, "no": False}.get(self.cleaned_data["complete"])


class NamesField(forms.CharField):
    """A list of names, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Read the lines."""
        lines = (super().to_python(value) or "").splitlines()
        return [kept for line in lines if (kept := " ".join(line.split()))]


class AuthorityForm(FactForm):
    """A ministry, service or institution."""

    date = EdtfFormField(
        label=_("From when until when did it have this name and task?"),
        required=False,
        help_text=_("For example from 2019 on, or 2001 – 2015."),
    )
    other_names = NamesField(label=_("Other names of it"), help_text=_("One a line."))

    class Meta:
        model = Authority
        fields = ("party", "name", "kind", "date", "other_names", *FACT_FIELDS)
        labels = {"name": _("What is it called?"), "kind": _("What is it?")}


class SuccessionForm(HangingForm):
    """Which authority took over, and when."""

    own = ("kind", "successor", "date")
    date = EdtfFormField(label=_("When?"), required=False)

    class Meta:
        model = Succession
        fields = ("kind", "successor", "date", "certainty", "pinpoint", "note")
        labels = {"kind": _("What became of it?"), "successor": _("Which authority took over?")}
        help_texts = {
            "successor": _("If it was split, record each part. Add the authority first where it is not here.")
        }

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        own = self.instance.authority
        field.queryset = authorities_for(reader).filter(party=own.party).exclude(pk=own.pk)
        field.to_field_name = "public_id"


class LiaisonOfficerForm(FactForm):
    """The Party's standing contact, an office-holder in that capacity."""

    date = EdtfFormField(
        label=_("From when until when?"), required=False, help_text=_("For example from March 2022 on.")
    )

    class Meta:
        model = LiaisonOfficer
        fields = ("party", "name", "office", "authority", "date", *FACT_FIELDS)
        labels = {
            "name": _("Who is it?"),
            "office": _("In which office?"),
            "authority": _("At which authority?"),
        }
        help_texts = {
            "name": _("An office-holder, in that capacity only: no private address or number."),
            "authority": _("Leave it empty where it is not in the list, or add the authority first."),
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

    def clean(self) -> dict[str, Any]:
        """An authority of the same Party."""
        given = super().clean()
        self.of_party("authority")
        return given
