"""Asked and answered: what was asked of one Party since when, and what it answered, on one page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.reports.access import asks_for, document_of, documents_for
from habeas.web.reports.beside import Beside, beside
from habeas.web.reports.lists import where_asked
from habeas.web.reports.models import Ask, Document
from habeas.web.reports.standing import STANDINGS, came_with, position_mark, with_standing
from habeas.web.shell.marks import Status, own_words


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask as the page shows it."""

    row: Ask
    where: str
    position: Status
    """What came with the ask; what the State said since goes before it."""
    answered: bool
    """Whether any position or words of the State came with the ask."""
    stands: str
    beside: Beside | None = None
    """What the body assessed, and how often it asked, where the reader may know it."""

    @property
    def written(self) -> str:
        """The position in its own words, where they say more than ours."""
        written = self.row.position_as_written
        if written == self.row.response:
            return ""
        return "" if written.casefold() == str(self.position.word).casefold() else written


@dataclass(slots=True)
class Group:
    """The asks of one theme or document; ``replies`` are documents that respond to it."""

    name: str
    asks: list[Asked] = field(default_factory=list)
    replies: list[Document] = field(default_factory=list)
    is_document: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page. ``positions`` are words with how many asks have each, of ``total``."""

    groups: list[Group]
    total: int
    positions: list[tuple[Status, int]]
    first: Edtf | None
    undated: int
    sessions: list[str]


def sheet(reader: Reader, party: Party, *, by: str, kind: str = "") -> Sheet:
    """Draw the page together; ``by`` is ``document`` or ``theme``, and an ask stands under each theme."""
    rows = with_standing(reader, asks_for(reader).filter(party=party)).prefetch_related("themes")
    if kind:
        rows = rows.filter(kind=kind)
    ordered = list(rows.order_by("date_earliest", "intake_id", "row_in_file", "pk"))
    known = beside(reader, ordered)
    asked = [_asked(reader, row, known.get(row.pk)) for row in ordered]
    groups = _by_theme(asked) if by == "theme" else _by_document(reader, asked)
    counts = Counter(one.stands for one in asked)
    dates = [when for one in asked if (when := one.row.when) is not None]
    return Sheet(
        groups=groups,
        total=len(asked),
        positions=[(position_mark(value), counts[value]) for value, _word in STANDINGS if counts[value]],
        first=min(dates, key=Edtf.sort_key, default=None),
        undated=len(asked) - len(dates),
        sessions=sorted({one.row.session for one in asked if one.row.session}, key=_number),
    )


def _number(session: str) -> tuple[int, str]:
    return (int(session) if session.isdecimal() else 10_000, session)


def _asked(reader: Reader, row: Any, known: Beside | None) -> Asked:
    answered = bool(row.position or row.position_as_written or row.response)
    return Asked(row, where_asked(reader, row), came_with(row), answered, row.stands, known)


def _by_theme(asked: Iterable[Asked]) -> list[Group]:
    groups: dict[str, Group] = {}
    for one in asked:
        for name in [theme.name for theme in one.row.themes.all()] or [""]:
            groups.setdefault(name, Group(name or _("Without a theme"))).asks.append(one)
    return [groups[name] for name in sorted(groups, key=lambda name: (not name, name))]


def _by_document(reader: Reader, asked: Iterable[Asked]) -> list[Group]:
    """In the order in which they were first asked."""
    groups: dict[Any, Group] = {}
    for one in asked:
        document = document_of(reader, one.row)
        key = document.pk if document is not None else _list_named(one.row)
        if key not in groups:
            groups[key] = Group(
                str(document) if document is not None else str(key), is_document=bool(document)
            )
        groups[key].asks.append(one)
    documents = [key for key in groups if isinstance(key, int)]
    for reply in documents_for(reader).filter(responds_to__in=documents):
        groups[reply.responds_to_id].replies.append(reply)
    return list(groups.values())


def _list_named(row: Ask) -> str:
    """What a list says of where it was asked: reference, else body and session."""
    if row.reference or row.document_title:
        return own_words().listed((row.reference, row.document_title))
    session = _("session %(number)s") % {"number": row.session} if row.session else ""
    return own_words().listed((row.body, session)) or _("Document not known")
