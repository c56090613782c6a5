"""Forms of the mail book.

A field that holds what is sealed has ``sealed`` in its name: what was typed in it is not kept when a
sign-in runs out.
"""

from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from habeas.web.dialogue.models import Letter
from habeas.web.mailbook.access import nameable, sender_known_to
from habeas.web.mailbook.harm import QUESTIONS
from habeas.web.mailbook.models import MailEntry, MailStep
from habeas.web.parties.access import parties_for
from habeas.web.people.access import Reader
from habeas.web.people.models import User
from habeas.web.places.access import places_for
from habeas.web.sources.access import reads_confidential

WRITTEN_IN = (
    "ar az be bg bs ca cs da de el en es et fa fi fr hr hu hy is it ka ku ky lb lt lv mk mt nl no pl ps pt "
    "rm ro ru sk sl sq sr sv tg ti tr tt uk ur uz zh"
)
"""Languages in which letters come; the list is ours to lengthen."""


def language_names() -> list[tuple[str, str]]:
    """Code and name of each language, in the language of the reader, by name."""
    names = Locale.parse((get_language() or "en").split("-")[0]).languages
    return [
        ("", now("not known")),
        *sorted(((one, names[one]) for one in WRITTEN_IN.split()), key=lambda it: it[1]),
    ]


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """What came in, by codes; a change asks why."""

    received_on = _day(label=_("When was it received?"))
    language = forms.ChoiceField(label=_("In which language?"), required=False, choices=language_names)
    reason = forms.CharField(
        label=_("Why is it changed?"),
        max_length=500,
        help_text=_("The history keeps it, with your name and the time: for example “misread the date”."),
    )

    class Meta:
        model = MailEntry
        fields = ("party", "place", "received_on", "language", "channel", "sender_kind", "theme", "gist")
        labels = {
            "party": _("Which Party is it about?"),
            "place": _("Which place is it about?"),
            "channel": _("How did it come?"),
            "sender_kind": _("Who writes, by kind?"),
            "theme": _("What is it about?"),
            "gist": _("What it says, in a few words"),
        }
        help_texts = {
            "place": _(
                "Leave it open where it is about none, or where only few can have written from there."
            ),
            "gist": _(
                "Whoever reads this Party's file reads it: no name, and nothing by which one could tell who "
                "wrote."
            ),
        }
        widgets = {"gist": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, reader: Reader, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.today = reader, today
        party: Any = self.fields["party"]
        place: Any = self.fields["place"]
        place.queryset, place.to_field_name = places_for(reader), "public_id"
        if self.instance.pk:
            del self.fields["party"]
            place.queryset = place.queryset.filter(party=self.instance.party)
            self.initial["place"] = self.instance.place.public_id if self.instance.place else None
        else:
            del self.fields["reason"]
            party.queryset, party.to_field_name, party.empty_label = parties_for(reader), "slug", _("choose")

    def clean_received_on(self) -> date:
        """No day ahead."""
        given: date = self.cleaned_data["received_on"]
        if given > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return given

    def clean(self) -> dict[str, Any]:
        """A place of the same Party."""
        given = super().clean() or {}
        party = given.get("party") or (self.instance.party if self.instance.pk else None)
        if party is not None and given.get("place") and given["place"].party_id != party.pk:
            self.add_error("place", _("This belongs to another Party."))
        return given


class ReceiveForm(EntryForm):
    """Something new, and who sent it."""

    known_as = forms.CharField(
        label=_("Pseudonym, if this sender wrote before"),
        required=False,
        max_length=9,
        help_text=_(
            "Found only if you are named on an earlier entry of the same sender. Then leave the next empty."
        ),
    )
    sealed_who = forms.CharField(
        label=_("Who sent it?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=_(
            "Sealed: shown only to you and those named below, and each reading is noted. Leave it empty "
            "where nobody needs to know, or nobody does."
        ),
    )
    readers = forms.ModelMultipleChoiceField(
        label=_("Who besides you may see who sent it?"),
        queryset=User.objects.none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As few as can do the work. Only those who read the Party's file can be named."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers: Any = self.fields["readers"]
        readers.queryset = nameable(self.today).exclude(public_id=self.reader.public_id)

    def clean(self) -> dict[str, Any]:
        """A sender known to who writes, and readers who read the Party's file."""
        given = super().clean()
        given["sender"] = None
        if known_as := given.get("known_as"):
            given["sender"] = sender_known_to(self.reader, known_as)
            if given["sender"] is None:
                self.add_error("known_as", _("There is no such sender on an entry on which you are named."))
            elif given.get("sealed_who"):
                self.add_error("sealed_who", _("Who this is has been written down already: leave it empty."))
        if given.get("party") and given.get("readers"):
            reading = set(nameable(self.today, given["party"]).values_list("pk", flat=True))
            if any(user.pk not in reading for user in given["readers"]):
                self.add_error("readers", _("Somebody of these does not read this Party's file."))
        return given


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was done with an entry."""

    on = _day(label=_("When?"))

    class Meta:
        model = MailStep
        fields = ("kind", "on", "visit")
        labels = {"kind": _("What was done?"), "visit": _("For which visit was it used?")}
        help_texts = {"visit": _("Only where it was used for a visit.")}

    def __init__(self, *args: Any, visits: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["visit"]
        field.queryset, field.to_field_name = visits, "public_id"

    def clean(self) -> dict[str, Any]:
        """The visit where there is one, and only then."""
        given = super().clean() or {}
        if given.get("kind") == "used" and not given.get("visit"):
            self.add_error("visit", _("Name the visit that it was used for."))
        if given.get("kind") not in ("used", None) and given.get("visit"):
            self.add_error("visit", _("Only where it was used for a visit."))
        if given.get("on") and given["on"] > timezone.localdate():
            self.add_error("on", _("This day has not come yet."))
        if given.get("on") and given["on"] < self.instance.entry.received_on:
            self.add_error("on", _("This day lies before the day it was received."))
        return given


class NameForm(forms.Form):
    """Who may see who sent an entry."""

    user = forms.ModelChoiceField(
        label=_("Who?"), queryset=User.objects.none(), to_field_name="public_id", empty_label=_("choose")
    )
    reason = forms.CharField(label=_("Why does this person need to know?"), max_length=500)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["user"]
        chooser.queryset = people


class LinkForm(forms.Form):
    """Which letter, and the questions that are answered before."""

    letter = forms.ModelChoiceField(
        label=_("Which letter to the authorities?"),
        queryset=Letter.objects.none(),
        to_field_name="public_id",
        empty_label=_("choose"),
    )

    def __init__(self, *args: Any, letters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["letter"]
        chooser.queryset = letters
        for question in QUESTIONS:
            self.fields[question.key] = forms.TypedChoiceField(
                label=_(question.text),
                choices=[("yes", _("yes")), ("no", _("no"))],
                coerce=lambda text: text == "yes",
                widget=forms.RadioSelect,
            )
        self.fields["why"] = forms.CharField(
            label=_("Why is it shared all the same, where an answer speaks against it?"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("No name, and nothing by which one could tell who sent it."),
        )

    def answers(self) -> dict[str, bool]:
        """The answer to each question."""
        return {question.key: self.cleaned_data[question.key] for question in QUESTIONS}


def offered(reader: Reader, entry: MailEntry, rows: Any) -> Any:
    """Those of ``rows`` that are of the entry's Party, for a reader of its file."""
    return (
        rows.filter(party=entry.party) if reads_confidential(reader, entry.party.public_id) else rows.none()
    )
