"""Forms: what is to be audited and by which rules, and a register as it is sent."""

from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from habeas.errors import Phrase, RefusedError, Where
from habeas.safeguards import read_own_rule
from habeas.web.audits import access, lists, own_rules
from habeas.web.audits.models import ALONE, JURISDICTION, SETS, Register
from habeas.web.audits.own_rules import EXAMPLE as RULE
from habeas.web.audits.unpacking import ACCEPTED, delivery
from habeas.web.conduct.showing import sentence
from habeas.web.people.access import Reader
from habeas.web.shell.fields import FilesField, FilesInput
from habeas.web.shell.marks import own_words

OWN = "own"


def called(register: Register) -> str:
    """A register by its name and when it was brought, for another may have the same name."""
    when = own_words().moment(register.brought_at)
    return gettext("%(name)s, brought on %(when)s UTC") % {"name": register.name, "when": when}


_LONGEST = 256 * 1024
_LEFT = _("You do not take part in this visit any more, and nothing was kept.")


class AskForm(forms.Form):
    """Which register, which rules, at which instant."""

    register = forms.ChoiceField(
        label=_("Which register?"),
        error_messages={"invalid_choice": _("This register is not here any more, or not open to you.")},
    )
    rule_set = forms.ChoiceField(
        label=_("By which rules?"),
        initial=JURISDICTION,
        help_text=_("What each rule says, and where it comes from, stands on its page under Rules."),
    )
    as_of = forms.DateTimeField(
        label=_("Judged at which instant?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_(
            "In UTC. Empty is now. Of a register that ended earlier say when it ended: "
            "else who was held then counts as held until now."
        ),
    )
    with_report = forms.BooleanField(
        label=_("Make the report too"),
        required=False,
        initial=True,
        help_text=_("As a page, a PDF and a Word document, in the language of this page. It names records."),
    )

    own_rules = FilesField(
        label=_("Rules of one's own"),
        required=False,
        widget=FilesInput(attrs={"accept": own_rules.ENDING}),
        help_text=_(
            "Files (.toml) of one rule each, several at once. They are asked beside the rules chosen above, "
            "and stay with the audit. What they cite is told as not checked."
        ),
    )
    list_file = FilesField(
        label=_("Lists to hold the register against"),
        required=False,
        widget=FilesInput(attrs={"accept": ",".join(f".{each}" for each in lists.ENDINGS)}),
        help_text=_(
            "As of a door, a camera or a hospital, as CSV, XLSX, JSON lines or Parquet, several at once. "
            "They are destroyed once the audit has ended; what differs stays with the audit."
        ),
    )
    list_says = FilesField(
        label=_("What each list is"),
        required=False,
        widget=FilesInput(attrs={"accept": ".toml"}),
        help_text=_(
            "For each list a file (.toml) that says which places and days it covers, and what its columns "
            "are. Of several each has the name of its list: door.csv, door.toml."
        ),
    )
    list_zone = forms.CharField(
        label=_("Time zone of the lists"),
        required=False,
        max_length=60,
        help_text=_(
            "As in Asia/Baku or Europe/Paris: of times that name none, in a list whose file names none. "
            "Empty is that of the register."
        ),
    )
    template_name = "audits/ask_fields.html"
    folded = MappingProxyType(
        {"own_rules": RULE, "list_file": "", "list_says": lists.EXAMPLE, "list_zone": ""}
    )
    """Fields that few need, each with an example: they are folded, unless one of them is wrong."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opens_records = access.reads_register(reader)
        own = [(OWN, gettext("The register kept here"))] if access.reads_own(reader) else []
        if own and not self._opens_records:
            self.fields["as_of"].help_text = gettext(
                "In UTC, of a register that was brought: empty is now. The register kept here is judged as "
                "of the beginning of today, for you open no record of it."
            )
        self._brought = {each.public_id: each for each in access.registers_for(reader)}
        brought = [(key, called(each)) for key, each in self._brought.items()]
        which: Any = self.fields["register"]
        which.choices = [*own, *brought]
        rules: Any = self.fields["rule_set"]
        rules.choices = [(key, gettext(word)) for key, word in SETS.items()]

    @property
    def chosen(self) -> Register | None:
        """The register that was brought; ``None`` for the one that is kept here."""
        return self._brought.get(self.cleaned_data["register"])

    def clean_as_of(self) -> Any:
        """Never what is to come."""
        said = self.cleaned_data["as_of"]
        if said and said > timezone.now():
            raise forms.ValidationError(_("This instant has not come yet."))
        return said

    def clean_list_zone(self) -> str:
        """A zone that is known."""
        name: str = self.cleaned_data["list_zone"]
        if name and name not in available_timezones():
            raise forms.ValidationError(_("This time zone is not known."))
        return name

    def clean_own_rules(self) -> dict[str, str]:
        """By their names, as they are written; all that is wrong with any of them is told."""
        found: dict[str, str] = {}
        wrong = []
        files = self.cleaned_data["own_rules"]
        if len(files) > own_rules.MOST:
            raise forms.ValidationError(_("At most %(n)d rules are taken.") % {"n": own_rules.MOST})
        for each in files:
            try:
                text = _text(each, "rule-unreadable")
                found[read_own_rule(text, file=each.name, others=found).name] = text
            except RefusedError as error:
                wrong.append(sentence(error))
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def clean(self) -> dict[str, Any]:
        """Rules of one's own where no others are asked; and lists that can be read."""
        given = super().clean() or self.cleaned_data
        self._hold_to_records(given)
        if not given.get("as_of"):
            given["as_of"] = access.instant_of_figures() if self._is_closed(given) else timezone.now()
        if given.get("rule_set") == ALONE and not given.get("own_rules") and "own_rules" not in self.errors:
            self.add_error("own_rules", _("Send the rules that are to be asked."))
        return self._with_lists(given)

    def _is_closed(self, given: dict[str, Any]) -> bool:
        """Whether the register is the one that is kept here, and its records are closed to who asks."""
        return not self._opens_records and given.get("register") == OWN

    def _hold_to_records(self, given: dict[str, Any]) -> None:
        """Who opens no record chooses no question and no instant.

        By limits that differ by a minute one learns a time, by instants that do so who came meanwhile.
        """
        if not self._is_closed(given):
            return
        for name in ("as_of", "own_rules", "list_file"):
            if given.get(name):
                self.add_error(
                    name, _("Only those ask this of the register kept here who may open its records.")
                )

    def _with_lists(self, given: dict[str, Any]) -> dict[str, Any]:
        """Each list comes with what says what it is, can be read, and has a name of its own."""
        given["lists"] = []
        if any(name in self.errors for name in ("register", "list_file", "list_says", "list_zone")):
            return given
        files, says = given["list_file"], given["list_says"]
        if not files and not says:
            return given
        zone = given["list_zone"] or access.zone_of(self.chosen)
        try:
            pairs = lists.in_pairs(files, says)
            sent = ((one, _text(what, "against-unreadable"), what.name or "") for one, what in pairs)
            given["lists"] = lists.delivered(sent, zone)
        except RefusedError as error:
            self.add_error("list_file" if error.code.startswith("list") else "list_says", sentence(error))
        return given

    @property
    def fields_folded(self) -> list[tuple[forms.BoundField, str]]:
        """Those that are folded, each with its example."""
        return [(self[name], example) for name, example in self.folded.items()]

    @property
    def is_open(self) -> bool:
        """Whether they are to be seen at once."""
        return any(name in self.errors for name in self.folded)


class BringForm(forms.Form):
    """A register as files."""

    name = forms.CharField(
        label=_("What is it called?"),
        max_length=200,
        help_text=_("The place and the period, such as “Northern district, 2030”. Name no person."),
    )
    visit = forms.ChoiceField(
        label=_("Within which visit was it given?"),
        required=False,
        error_messages={"invalid_choice": _LEFT},
        help_text=_("Those who take part in the visit see it, and nobody else."),
    )
    file = forms.FileField(
        label=_("The register"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{each}" for each in ACCEPTED)}),
        help_text=_("CSV, XLSX, JSON lines, Parquet, XES or OCEL, or a ZIP archive of a folder with them."),
    )
    mapping = forms.FileField(
        label=_("How it is to be read"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
        help_text=_(
            "Only where its columns or words are not those of the exchange form: a mapping file (.toml)."
        ),
    )

    def __init__(self, *args: Any, reader: Reader, again: Register | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if again is not None:
            del self.fields["name"], self.fields["visit"]
            return
        self._visits = {each.public_id: each for each in access.visits_of(reader)}
        visit: Any = self.fields["visit"]
        none = [("", gettext("none: it is the authority's own"))] if access.reads_register(reader) else []
        visit.choices = [
            *none,
            *((key, str(each)) for key, each in self._visits.items()),
        ]
        visit.required = not none
        if not self._visits:
            del self.fields["visit"]

    @property
    def within(self) -> Any:
        """The visit, where one was chosen."""
        return self._visits.get(self.cleaned_data.get("visit", ""))

    def clean(self) -> dict[str, Any]:
        """What was sent is a register, as far as names tell, and a mapping that can be read."""
        given = super().clean() or self.cleaned_data
        if "name" in self.fields and "visit" not in self.fields and self.data.get("visit"):
            # Who left the delegation while the form lay open: else all who audit the authority would see it.
            self.add_error(None, _LEFT)
        if given.get("file") is None:
            return given
        try:
            mapping = given.get("mapping")
            if mapping is None:
                given["delivery"] = delivery(given["file"], "")
            else:
                said = _text(mapping, "mapping-unreadable")
                given["delivery"] = delivery(given["file"], said, mapping.name)
        except RefusedError as error:
            self.add_error("mapping" if error.code.startswith("mapping") else "file", sentence(error))
        return given


def _text(upload: Any, code: str) -> str:
    """The text of a small file that a person wrote. Raises ``RefusedError`` with its name and ``code``."""
    try:
        if upload.size <= _LONGEST:
            text: str = upload.read().decode()
            return text
    except UnicodeDecodeError:
        pass
    said = Phrase("“{name}” is no file of text (TOML, in UTF-8), or it is too long.", name=upload.name)
    raise RefusedError(code, said, where=Where(upload.name))
