"""One list of letters and talks: who wrote to whom, when an answer is due, and whether it came."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from habeas.clock import Edtf
from habeas.dossier import entries as kinds
from habeas.dossier.entries import Lists
from habeas.dossier.status import ANSWER_NAMES, Answer, answer, due_date, last_act
from habeas.web.dialogue.access import letters_for, talks_for
from habeas.web.dialogue.models import DIRECTIONS, Letter, Talks
from habeas.web.dialogue.store import letter_value, talks_value
from habeas.web.parties.lists import (
    DerivedFilter,
    EdtfColumn,
    FactListing,
    FactTable,
    SourceColumn,
    StatusColumn,
    TextColumn,
    choice_filter,
    choices_of,
    class_column,
    derived_filter,
    party_filter,
    text_filter,
)
from habeas.web.people.access import Reader
from habeas.web.shell.ages import age_words
from habeas.web.shell.marks import Status, own_words
from habeas.web.sources.access import acts_shown

TONES = {Answer.ANSWERED: "done", Answer.UNANSWERED: "late", Answer.AWAITED: "due"}
WHAT = {"letter": _("letter"), "talks": _("talks")}


def answer_mark(found: Answer) -> Status:
    """Whether an answer came, in a word, with its tone."""
    return Status(_(ANSWER_NAMES[found]), TONES.get(found, "neutral"))


@dataclass(frozen=True, slots=True)
class DialogueLine:
    """A letter or talks as one reader may see them."""

    row: Any
    what: str
    what_key: str
    title: str
    between: str
    answer_key: str
    answer: Status
    due: str
    due_sort: date
    age: str
    since_sort: date
    address: str

    @classmethod
    def of(cls, row: Letter | Talks, reader: Reader, today: date) -> "DialogueLine":
        """Derive whether it was answered, since when it waits, and when an answer is due."""
        letter = isinstance(row, Letter)
        value = _value(row, reader)
        found = answer(value, today)
        due = due_date(value.acts)
        since = _since(value, today)
        waits = found in (Answer.UNANSWERED, Answer.AWAITED)
        return cls(
            row=row,
            what="letter" if letter else "talks",
            what_key="letter" if letter else "talks",
            title=str(row) + _several(row),
            between=f"{row.sender} – {row.addressee}" if isinstance(row, Letter) else row.level,
            answer_key=found.value,
            answer=answer_mark(found),
            due=due.text if due else "",
            due_sort=(due.latest or date.max) if due else date.max,
            age=age_words(since, today, own_words()) if waits else "",
            since_sort=(since.earliest or date.min) if since and waits else date.max,
            address=reverse("dialogue:letter" if letter else "dialogue:talks", args=[row.public_id]),
        )


def _value(row: Letter | Talks, reader: Reader) -> kinds.Letter | kinds.Talks:
    """The letter or talks with the steps that this reader may see."""
    if isinstance(row, Letter):
        return acts_shown(reader, letter_value(row), row.party.public_id)
    return acts_shown(reader, talks_value(row), row.party.public_id)


def _since(value: kinds.Letter | kinds.Talks, today: date) -> Edtf | None:
    """From when an answer is waited for: the letter's date, else when it was sent or talks proposed."""
    sent = last_act(value.acts, today, "sent", "proposed")
    return value.date or (sent.date if sent else None)


def _several(row: Letter | Talks) -> str:
    if not isinstance(row, Letter) or row.count == 1:
        return ""
    if row.count is None:
        return f" ({now('number not known')})"
    return f" (× {row.count})"


class DialogueTable(FactTable):
    """Letters and talks, the latest first."""

    title = TextColumn(verbose_name=_("About"), linkify=lambda record: record.address, empty_values=())
    what = tables.Column(verbose_name=_("What"))
    party = TextColumn(verbose_name=_("Party"), accessor="row__party__name")
    between = TextColumn(verbose_name=_("From – to"))
    date = EdtfColumn(verbose_name=_("Date"), accessor="row__date", order_by="row__date_earliest")
    answer = StatusColumn(verbose_name=_("Answer"), order_by="answer_key")
    age = tables.Column(verbose_name=_("Waiting"), order_by="since_sort")
    due = EdtfColumn(verbose_name=_("Due"), order_by="due_sort")
    klass = class_column(accessor="row__klass")
    source = SourceColumn(accessor="row__source")

    class Meta(FactTable.Meta):
        model = Letter
        fields = ()

    def render_what(self, value: str) -> str:
        """The kind in words."""
        return str(WHAT[value])


class DialogueFilter(DerivedFilter):
    """By Party, what it is, whether answered, and words in it."""

    derived = ("what", "answer")
    party = party_filter()
    what = derived_filter(_("What"), list(WHAT.items()))
    direction = choice_filter(_("Direction"), DIRECTIONS)
    answer = derived_filter(_("Answer"), choices_of(ANSWER_NAMES))
    subject = text_filter(_("Words in it"))

    class Meta:
        model = Letter
        fields = ()

    def lines(self, rows: Any, reader: Reader) -> list[DialogueLine]:
        """Letters that the filters leave, and talks narrowed by the same."""
        today = timezone.localdate()
        chosen = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        talks = talks_for(reader)
        if chosen.get("direction"):
            talks = talks.none()  # talks go neither way
        if chosen.get("party"):
            talks = talks.filter(party=chosen["party"])
        if chosen.get("subject"):
            talks = talks.filter(subject__icontains=chosen["subject"])
        lines = [DialogueLine.of(row, reader, today) for row in (*rows, *talks)]
        return sorted(lines, key=_latest_first)


def _latest_first(line: DialogueLine) -> tuple[int, str]:
    day = line.row.date_earliest
    return (-(day.toordinal() if day else 0), line.title)


class _Both:
    """Letters to be filtered, and talks beside them to be counted."""

    model = Letter

    def __init__(self, letters: Any, talks: Any) -> None:
        self._letters, self._talks = letters, talks

    def all(self) -> Any:
        """What the filters narrow."""
        return self._letters.all()

    def count(self) -> int:
        """Both."""
        return int(self._letters.count()) + int(self._talks.count())


class DialogueList(FactListing):
    """Every letter and all talks that the reader may see."""

    table = DialogueTable
    filters = DialogueFilter
    title = _("Letters and talks")
    lead = _("“Unanswered”: a source says so, or the time that the letter itself set has run out.")
    empty = _("No letter is known yet. Add one, or import a dossier.")
    file_name = "letters-and-talks"
    of = Lists.LETTER

    def rows(self, reader: Any) -> Any:
        """Through the door; the talks join them in the filter."""
        return _Both(letters_for(reader), talks_for(reader))

    def holds_invented(self) -> bool:
        """Whether any letter or talks are of an invented Party."""
        both = (letters_for(self.reader), talks_for(self.reader))
        return any(rows.filter(party__invented=True).exists() for rows in both)

    def ways(self, reader: Reader) -> list[tuple[Any, str, bool]]:
        """To the forms."""
        return [
            (_("Add a letter"), reverse("dialogue:letter_add"), True),
            (_("Add talks"), reverse("dialogue:talks_add"), False),
        ]
