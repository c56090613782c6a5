"""Forms of the text that is gone through.

Words are typed as they stand. Forms that hold them say so: they are not kept when a sign-in runs out.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from habeas.language import LANGUAGES
from habeas.web.conduct.forms import DoneDayField
from habeas.web.redaction.models import CONSENT, DECISIONS, DELETE, HOW, MET_KINDS, NOBODY, OFFICE

WORD_TYPE = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BYTES = 30 * 2**20


class TakeForm(forms.Form):
    """The Word file whose text is gone through."""

    file = forms.FileField(
        label=_("Which Word file holds the text?"),
        help_text=_("DOCX, as it was adopted, without tracked changes or comments. The file is not kept."),
        widget=forms.FileInput(attrs={"accept": WORD_TYPE}),
    )
    language = forms.ChoiceField(label=_("In which language is it?"), choices=list(LANGUAGES.items()))

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This is larger than 30 MB."), code="text-too-large")
        return file


class DecideForm(forms.Form):
    """What becomes of words in the text."""

    sealed_words = forms.CharField(
        label=_("Which words?"),
        max_length=400,
        help_text=_("Exactly as they stand; capitals and spaces make no difference."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    decision = forms.ChoiceField(
        label=_("What becomes of them?"), choices=DECISIONS, initial=DELETE, widget=forms.RadioSelect
    )
    consent = forms.ChoiceField(label=_("By which consent do they stay?"), required=False)
    office = forms.CharField(
        label=_("In which office does the person act publicly?"),
        max_length=200,
        required=False,
        help_text=_("For example “Minister of the Interior”. Needed where an office-holder stays."),
    )
    everywhere = forms.BooleanField(
        label=_("Wherever they stand in the text, not here alone."), required=False, initial=True
    )

    def __init__(self, *args: Any, consents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["consent"]
        chooser.choices = [("", _("none")), *((one.public_id, one.pseudonym) for one in consents)]

    def clean(self) -> dict[str, Any]:
        """What stays has its ground."""
        given = super().clean() or {}
        if given.get("decision") == CONSENT and not given.get("consent"):
            self.add_error("consent", _("Choose the consent on which it stays."))
        if given.get("decision") == OFFICE and not given.get("office"):
            self.add_error("office", _("Name the office in which the person acts publicly."))
        return given


class ProposalForm(forms.Form):
    """What becomes of one proposal; one of many in a page."""

    CHOICES = (("", _("not decided")), (DELETE, _("delete it")), (NOBODY, _("it names nobody")))
    decision = forms.ChoiceField(
        choices=CHOICES, required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    sealed_words = forms.CharField(max_length=400, widget=forms.HiddenInput, strip=False)


class ConsentForm(forms.Form):
    """An express consent to be named."""

    how = forms.ChoiceField(label=_("How did the person consent?"), choices=HOW, widget=forms.RadioSelect)
    given_on = DoneDayField(label=_("On which day?"))
    kept_at = forms.CharField(
        label=_("Where is the proof filed?"),
        max_length=120,
        required=False,
        help_text=_("A number of the file. No name, nothing by which the person could be found."),
    )


class WithdrawConsentForm(forms.Form):
    """That a consent was withdrawn."""

    on = DoneDayField(label=_("On which day was it withdrawn?"))


class MetForm(forms.Form):
    """Somebody whom the delegation met."""

    sealed_name = forms.CharField(
        label=_("Whom did the delegation meet?"),
        max_length=200,
        help_text=_("As the list of the report names them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Of which kind is it?"), choices=MET_KINDS, widget=forms.RadioSelect)


class OfferedForm(forms.Form):
    """Offices that the record has."""

    names = forms.MultipleChoiceField(
        label=_("Which of these did the delegation meet?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["names"]
        chooser.choices = [(name, name) for name in offered]


class HarmForm(forms.Form):
    """Do no harm: the question comes before the list."""

    CHOICES = (
        ("leave", _("yes, or nobody can be sure: leave it out")),
        ("print", _("no: it may be printed")),
    )
    answer = forms.ChoiceField(
        label=_("Could being on this list expose a source, or show who spoke?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        help_text=_("Think of who may read it: the place, the police, the employer, the neighbours."),
    )
    consent = forms.ChoiceField(
        label=_("By which express consent is the person named?"),
        required=False,
        help_text=_("For an individual alone."),
    )

    def __init__(self, *args: Any, consents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["consent"]
        chooser.choices = [("", _("none")), *((one.public_id, one.pseudonym) for one in consents)]
