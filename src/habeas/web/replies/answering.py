"""One answer to one ask: what it says, and what is refused of it, in words."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.errors import HabeasError
from habeas.web.replies.models import ANSWERS
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import own_words

POSITIONS = frozenset(value for value, _word in ANSWERS)


def plain(text: str) -> str:
    """One form of a text: composed letters (NFC), line ends of one kind, no space at its ends."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return composed.encode("utf-8", "replace").decode("utf-8").strip()


def asked_hash(text: str) -> str:
    """SHA-256 of the text of an ask, however its line ends and letters are encoded."""
    return hashlib.sha256(plain(text).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``position`` is one of ``POSITIONS``; ``date`` (EDTF) may be empty: then it is that of sending."""

    position: str
    action: str = ""
    evidence: str = ""
    date: str = ""
    ministry: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any((self.position, self.action, self.evidence, self.date, self.ministry))


def faults_of(answer: Answer, *, transmitted: Edtf, today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with it: the name of the field, and a sentence; nothing where it can be sent."""
    if answer.position not in POSITIONS:
        yield (
            "position",
            _("“%(found)s” is no position. Write one of: %(known)s.")
            % {"found": answer.position, "known": own_words().listed(str(word) for _value, word in ANSWERS)},
        )
    if len(answer.ministry) > 200:
        yield "ministry", _("The name of the ministry is longer than 200 letters.")
    if not answer.date:
        return
    try:
        when = Edtf.parse(answer.date)
    except HabeasError as error:
        yield "date", plainly(error)
        return
    if when.latest and transmitted.earliest and when.latest < transmitted.earliest:
        said = own_words().date(transmitted)
        yield "date", _("This day lies before the report was transmitted (%(date)s).") % {"date": said}
    if when.earliest and when.earliest > today:
        yield "date", _("This day has not come yet.")
