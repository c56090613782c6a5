"""A list of what was asked, on its way into the store: all of it, or nothing.

Rows go in by batches inside one transaction. A row that cannot be taken refuses the whole list
(a dry run tells every such row); a row that is there already is recognised by its digest.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from habeas.documents.asks import ReadAsk
from habeas.dossier import facts
from habeas.dossier.facts import Certainty, Klass
from habeas.errors import RefusedError, Where
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, record
from habeas.web.journal.kinds import register
from habeas.web.parties.access import PartyByName
from habeas.web.parties.actions import add_party, open_party
from habeas.web.parties.models import Party
from habeas.web.reports.models import Ask, Document, Intake, Theme
from habeas.web.sources.actions import source_for
from habeas.web.sources.models import Source

ASKS_TAKEN_OVER = register("asks.taken_over", N_("took over a list of what was asked"))
BATCH = 1000

cite("ECPT#11(1)", enforces="A list comes in as confidential unless its source had made it public.")


class Repeated(StrEnum):
    """What becomes of a row that is in the store already."""

    SKIP = "skip"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOf:
    """The file that a list came in: ``sha256`` (64 hex digits) of its bytes, and how they were read.

    ``name`` is said in messages only and is not stored; ``made_by`` is the account's number.
    """

    format: str
    sha256: str
    name: str = "-"
    target: str = "asks"
    header: tuple[str, ...] = ()
    encoding: str = ""
    newline: str = ""
    bom: bool = False
    made_by: int | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that cannot be taken: its line, the heading of its column if one is at fault, and why."""

    line: int
    column: str | None
    code: str
    message: str
    advice: str


@dataclass(slots=True)
class TakenAsks:
    """What an intake did, or (in a dry run) would do. ``repeated`` are lines that were there already."""

    added: int = 0
    repeated: list[int] = field(default_factory=list)
    parties_made: list[str] = field(default_factory=list)
    parties_opened: list[str] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    intake: Intake | None = None


def require_public_source(klass: Klass, source: facts.Source) -> None:
    """Hold rule 1: what comes in as public has a source named with date and address.

    Raises ``RefusedError`` (``source-not-public``).
    """
    if klass is Klass.PUBLIC and not source.opens_to_the_public:
        raise RefusedError(
            "source-not-public",
            _("A list comes in as public only from a source that is named with its date and its address."),
            advice=_("Give the source a date and an address, or take the list over as confidential."),
        )


def take_asks(
    actor: Actor | None,
    read: Iterable[ReadAsk],
    *,
    klass: Klass,
    source: facts.Source,
    intake: IntakeOf,
    party_by_name: Callable[[str], Party | None] | None = None,
    make_parties: bool = False,
    repeated: Repeated = Repeated.SKIP,
    certainty: Certainty = Certainty.SEEN,
    document: Document | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> TakenAsks:
    """Take a list over and return what was done; with ``dry_run`` everything is tried, nothing kept.

    ``party_by_name`` finds the Party that a row names (by default: every name and spelling in the
    store); one that is not found is made with ``make_parties``, else its row is refused.
    ``document`` is where all of it stands, where one is known; else each row is asked by its reference.
    ``progress`` is told how many rows were read so far. Raises ``RefusedError`` (``rows-refused``
    at the first row that cannot be taken; ``source-not-public``); nothing is then written.
    """
    require_public_source(klass, source)
    with transaction.atomic():
        taking = _Taking(actor, klass, source_for(actor, source), intake, party_by_name or PartyByName())
        taking.make_parties, taking.repeated, taking.certainty = make_parties, repeated, certainty
        taking.document = document
        taken = taking.take(iter(read), progress)
        if taken.refused and not dry_run:
            raise _refusal(taken.refused, intake.name)
        taking.note()
        if dry_run:
            transaction.set_rollback(True)
    return taken


def _refusal(refused: list[RefusedRow], file: str) -> RefusedError:
    first = refused[0]
    return RefusedError(
        "rows-refused",
        _("Rows that cannot be taken: %(count)d; the first: %(first)s")
        % {"count": len(refused), "first": first.message},
        where=Where(file, first.line, first.column),
        advice=_("Nothing was written.") + f" {first.advice}",
    )


class _Taking:
    """One list on its way in."""

    make_parties = False
    repeated = Repeated.SKIP
    certainty = Certainty.SEEN
    document: Document | None = None

    def __init__(
        self,
        actor: Actor | None,
        klass: Klass,
        source: Source,
        of: IntakeOf,
        find: Callable[[str], Party | None],
    ) -> None:
        self.actor, self.klass, self.source, self.of, self.find = actor, klass, source, of, find
        self.taken = TakenAsks()
        self.taken.intake = self.intake = Intake.objects.create(
            format=of.format,
            target=of.target,
            sha256=of.sha256,
            made_by_id=of.made_by if of.made_by is not None else getattr(actor, "user_id", None),
            header=list(of.header),
            encoding=of.encoding,
            newline=of.newline,
            bom=of.bom,
        )
        self._parties: dict[str, Party] = {}
        self._themes = dict(Theme.objects.values_list("name", "pk"))
        self._documents: dict[tuple[int, str], int | None] = {}
        self._seen: Counter[str] = Counter()

    def take(self, read: Iterator[ReadAsk], progress: Callable[[int], None] | None) -> TakenAsks:
        while batch := list(islice(read, BATCH)):
            self._batch([(row, ask) for ask in batch for row in self._rows(ask)])
            self.intake.rows += len(batch)
            if progress:
                progress(self.intake.rows)
        return self.taken

    def note(self) -> None:
        """Store the number of rows, and the one journal entry of the list."""
        self.intake.save(update_fields=["rows"])
        parties = {party.public_id for party in self._parties.values()}
        counts: dict[str, Any] = {
            "rows": self.intake.rows,
            "added": self.taken.added,
            "repeated": len(self.taken.repeated),
            "parties": len(parties),
            "klass": self.klass.value,
            "sha256": self.of.sha256,
        }
        record(
            self.actor,
            ASKS_TAKEN_OVER,
            self.intake,
            changes={name: (None, value) for name, value in counts.items()},
            party=parties.pop() if len(parties) == 1 else "",
        )

    def _batch(self, pairs: list[tuple[Ask, ReadAsk]]) -> None:
        fresh = self._fresh(pairs)
        self.taken.added += len(fresh)
        if self.taken.refused:
            return  # nothing will be kept: only what is wrong with the other rows is of interest
        made = Ask.objects.bulk_create([row for row, _ in fresh])
        links = [
            Ask.themes.through(ask_id=row.pk, theme_id=self._theme(name))
            for row, (_, ask) in zip(made, fresh, strict=True)
            for name in dict.fromkeys(ask.themes)
        ]
        Ask.themes.through.objects.bulk_create(links)

    def _fresh(self, pairs: list[tuple[Ask, ReadAsk]]) -> list[tuple[Ask, ReadAsk]]:
        """Leave out rows that are there already; the same row twice in one file is two rows."""
        digests = {row.digest for row, _ in pairs}
        earlier = (
            Ask.objects.filter(digest__in=digests)
            .exclude(intake=self.intake)
            .order_by()
            .values_list("digest")
            .annotate(n=models.Count("pk"))
        )
        there: dict[str, int] = dict(earlier)
        fresh = []
        for row, ask in pairs:
            self._seen[row.digest] += 1
            if self._seen[row.digest] <= there.get(row.digest, 0):
                self.taken.repeated.append(ask.line)
                if self.repeated is Repeated.SKIP:
                    continue
            fresh.append((row, ask))
        return fresh

    def _rows(self, ask: ReadAsk) -> Iterator[Ask]:
        """One row for each Party that the ask names, or none where it is refused."""
        for name in (ask.party, *ask.further_parties):
            party = self._party(name, ask)
            if party is None:
                continue
            row = self._row(party, ask)
            if wrong := _too_long(row, ask):
                self.taken.refused.append(wrong)
                continue
            yield row

    def _row(self, party: Party, ask: ReadAsk) -> Ask:
        return Ask(
            party=party,
            source=self.source,
            pinpoint=ask.paragraph or "",
            certainty=self.certainty.value,
            klass=self.klass.value,
            kind=ask.kind.value,
            text=ask.text,
            number=ask.number or "",
            paragraph=ask.paragraph or "",
            page="" if ask.page is None else str(ask.page),
            asked_by=", ".join(ask.asked_by),
            addressee=ask.addressee or "",
            document_id=self._document(party, ask.symbol or ""),
            reference=ask.symbol or "",
            document_title=ask.title or "",
            body=ask.body or "",
            cycle=ask.cycle or "",
            session=ask.session or "",
            date=ask.date or "",
            position=ask.position.value if ask.position else "",
            position_as_written=ask.position_as_written or "",
            response=ask.response_text or "",
            action_level="" if ask.action is None else str(ask.action),
            affected=list(ask.affected),
            intake=self.intake,
            row_in_file=ask.line,
            original=dict(ask.original),
            digest=_digest(self.of.format, party, ask),
        )

    def _party(self, name: str, ask: ReadAsk) -> Party | None:
        if name in self._parties:
            return self._parties[name]
        try:
            party = self._found_or_made(name)
        except RefusedError as error:
            advice = error.advice or ""
            self.taken.refused.append(RefusedRow(ask.line, "Party", error.code, error.message, advice))
            return None
        self._parties[name] = party
        return party

    def _found_or_made(self, name: str) -> Party:
        party = self.find(name)
        if party is None and not self.make_parties:
            raise RefusedError(
                "party-unknown",
                _("No Party is called “%(name)s” here.") % {"name": name},
                advice=_("Add the Party or this spelling of its name, or let the import make Parties."),
            )
        if party is None:
            party = add_party(self.actor, name=name, klass=self.klass)
            self.taken.parties_made.append(party.name)
        elif self.klass is Klass.PUBLIC and party.klass != Klass.PUBLIC.value:
            open_party(self.actor, party, source=self.source)
            self.taken.parties_opened.append(party.name)
        return party

    def _document(self, party: Party, reference: str) -> int | None:
        """The document of that reference, public or confidential, where the store has one."""
        if self.document is not None:
            return self.document.pk
        if not reference:
            return None
        key = (party.pk, reference)
        if key not in self._documents:
            named = models.Q(reference=reference) | models.Q(confidential_reference=reference)
            found = Document.objects.filter(named, party=party).values_list("pk", flat=True)[:2]
            self._documents[key] = found[0] if len(found) == 1 else None
        return self._documents[key]

    def _theme(self, name: str) -> int:
        if name not in self._themes:
            self._themes[name] = Theme.objects.create(name=name).pk
        return self._themes[name]


_LENGTHS = {
    column.name: column.max_length
    for column in Ask._meta.concrete_fields
    if column.max_length
    and isinstance(column, models.CharField)
    and column.name not in ("public_id", "digest")
}
_THEME_LENGTH = Theme._meta.get_field("name").max_length


def _too_long(row: Ask, ask: ReadAsk) -> RefusedRow | None:
    values: list[tuple[str, str, int | None]] = [
        (name, str(getattr(row, name)), most) for name, most in _LENGTHS.items()
    ]
    values += [("themes", theme, _THEME_LENGTH) for theme in ask.themes]
    for name, value, most in values:
        if len(value) > (most or 0):
            return RefusedRow(
                ask.line,
                name,
                "value-too-long",
                _("“%(name)s” holds %(found)d characters; at most %(most)d are kept.")
                % {"name": name, "found": len(value), "most": most},
                _("Shorten it, or map the column to another field."),
            )
    return None


def _digest(name: str, party: Party, ask: ReadAsk) -> str:
    """Tell a row that comes a second time: the format, the Party, the kind and every cell as it came.

    Not the canonical form of :mod:`habeas.canonical`: what a file holds need not be in its profile.
    """
    told = [name, party.public_id, ask.kind.value, ask.text, dict(ask.original)]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=repr).encode()).hexdigest()
