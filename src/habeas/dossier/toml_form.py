"""The dossier of a Party as a TOML file that people write (``habeas import --format habeas``).

The format is documented in ``docs/formats.md``. A visit may carry its report in short
(``report = { public_reference = …, published = … }``); it becomes a document with its acts.
"""

from itertools import count
from typing import Any

from habeas.clock import Edtf
from habeas.dossier import entries as kinds
from habeas.dossier import toml_asks
from habeas.dossier.facts import Capacity, Certainty, Klass, Source, Voice
from habeas.dossier.status import place_state
from habeas.dossier.toml_reading import Shared, Table, read_tables
from habeas.errors import RefusedError, Where

TABLES = (
    "party", "source", "authority", "liaison_officer", "place", "visit", "document", "letter", "talks",
    "co_operation", "procedure", "statement", "event", "figure", "ask", "degree", "claim", "assessment",
    "link", "succession",
)  # fmt: skip


def read_dossier(text: str, *, file: str) -> kinds.Dossier:
    """Read a whole dossier. ``file`` is what errors call it.

    Raises ``RefusedError`` with the line: nothing is guessed and nothing is half read.
    """
    tables = read_tables(text, file=file)
    for name in tables:
        if name not in TABLES:
            raise RefusedError("dossier-key-unknown", f"no table is called [[{name}]]", where=Where(file))
    if len(tables.get("party", [])) != 1:
        raise RefusedError(
            "dossier-without-party", "the file has no [party] table, or more than one", where=Where(file)
        )
    return _Reading(tables).dossier()


class _Reading:
    """One file being read: its sources by name, and the ids given so far."""

    def __init__(self, tables: dict[str, list[Table]]) -> None:
        self._tables = tables
        self._sources: dict[str, Source] = {}
        self._numbers = count(1)
        self._ids: set[str] = set()
        self._klass = Klass.CONFIDENTIAL  # of the Party; facts that say nothing are of that class

    def dossier(self) -> kinds.Dossier:
        for table in self._of("source"):
            source = self._full_source(table)
            self._sources[source.name] = source
        party_table = self._tables["party"][0]
        self._klass = party_table.word("class", Klass, Klass.CONFIDENTIAL)
        party, complete, standings = self._party(party_table)
        visits, reports = self._visits()
        dossier = kinds.Dossier(
            party=party,
            audience=Klass.CONFIDENTIAL,
            complete=complete,
            standings=standings,
            authorities=tuple(self._authority(table) for table in self._of("authority")),
            successions=tuple(self._succession(table) for table in self._of("succession")),
            liaison_officers=tuple(self._liaison_officer(table) for table in self._of("liaison_officer")),
            places=tuple(self._place(table) for table in self._of("place")),
            visits=visits,
            documents=(*reports, *(self._document(table) for table in self._of("document"))),
            letters=tuple(self._letter(table) for table in self._of("letter")),
            talks=tuple(self._talks(table) for table in self._of("talks")),
            incidents=tuple(self._incident(table) for table in self._of("co_operation")),
            procedures=tuple(self._procedure(table) for table in self._of("procedure")),
            figures=tuple(self._figure(table) for table in self._of("figure")),
            statements=tuple(self._statement(table) for table in self._of("statement")),
            events=tuple(self._event(table) for table in self._of("event")),
            asks=tuple(toml_asks.ask(table, self._shared(table)) for table in self._of("ask")),
            claims=tuple(toml_asks.claim(table, self._shared(table)) for table in self._of("claim")),
            assessments=tuple(
                toml_asks.assessment(table, self._shared(table)) for table in self._of("assessment")
            ),
            links=tuple(toml_asks.link(table, self._shared(table)) for table in self._of("link")),
            scale=tuple(toml_asks.degree(table) for table in self._of("degree")),
        )
        for name in self._tables:
            for table in self._tables[name]:
                table.finish()
        self._hold_pointers(dossier)
        return dossier

    def _of(self, name: str) -> list[Table]:
        return self._tables.get(name, [])

    # What all facts share ---------------------------------------------------------------

    def _full_source(self, table: Table) -> Source:
        return Source(
            name=table.text("name"),
            address=table.text("address", ""),
            date=table.date("date"),
            voice=table.word("voice", Voice, None),
            capacity=table.word("capacity", Capacity, None),
        )

    def _source(self, name: str) -> Source:
        return self._sources.setdefault(name, Source(name=name))

    def _shared(self, table: Table, *, source: str | None = None) -> Shared:
        """What every fact has. Facts are of the Party's class unless they say their own."""
        name = source if source is not None and not table.has("source") else table.text("source")
        return {
            "id": self._id(table),
            "source": self._source(name),
            "pinpoint": table.text("pinpoint", ""),
            "certainty": table.word("certainty", Certainty, Certainty.RECALLED),
            "klass": table.word("class", Klass, self._klass),
            "voice": table.word("voice", Voice, None),
            "capacity": table.word("capacity", Capacity, None),
            "note": table.text("note", ""),
        }

    def _id(self, table: Table) -> str:
        given = table.text("id", "")
        if given in self._ids:
            raise RefusedError(
                "dossier-id-twice", f"the id “{given}” is given twice", where=table.where("id")
            )
        named = given or f"{table.name.partition('.')[0]}-{next(self._numbers)}"
        self._ids.add(named)
        return named

    def _act(self, table: Table) -> kinds.Act:
        act = kinds.Act(
            kind=table.text("kind"),
            date=table.date("date"),
            by=table.text("by", ""),
            why=table.text("why", ""),
            basis=table.text("basis", ""),
            concerns=table.text("concerns", ""),
            note=table.text("note", ""),
            source=self._source(table.text("source")) if table.has("source") else None,
            certainty=table.word("certainty", Certainty, None),
            klass=table.word("class", Klass, None),
        )
        table.finish()
        return act

    def _acts(self, table: Table) -> tuple[kinds.Act, ...]:
        return tuple(self._act(inner) for inner in table.inners("acts"))

    @staticmethod
    def _period(table: Table) -> Edtf | None:
        """``from`` and ``to``: one date where only one is given, an interval where both are."""
        start, end = table.text("from", ""), table.text("to", "")
        if start and end:
            return table.read("to", Edtf.parse, f"{start}/{end}")
        return table.read("from", Edtf.parse, start) if start else None

    @staticmethod
    def _term(table: Table) -> Edtf | None:
        """``from`` and ``until`` of something that goes on where no end is given."""
        start, end = table.text("from", ""), table.text("until", "")
        if not (start or end):
            return None
        return table.read("from", Edtf.parse, f"{start or '..'}/{end or '..'}")

    # The tables ------------------------------------------------------------------------------

    def _party(
        self, table: Table
    ) -> tuple[kinds.Party, dict[kinds.Lists, bool | None], tuple[kinds.Standing, ...]]:
        iso, name = table.text("iso", ""), table.text("name")
        party = kinds.Party(
            id=iso or name,
            name=name,
            iso=iso,
            names=table.texts("names"),
            own_names=table.texts("own_names"),
            note=table.text("note", ""),
            klass=self._klass,
            invented=bool(table.flag("invented", default=False)),
        )
        return party, self._complete(table), self._standings(table, f"dossier file of {name}")

    def _complete(self, table: Table) -> dict[kinds.Lists, bool | None]:
        inner = table.inner("complete")
        if inner is None:
            return {}
        said: dict[kinds.Lists, bool | None] = {}
        for item in kinds.Lists:
            if inner.has(item.value):
                said[item] = inner.flag(item.value)
        inner.finish()
        return said

    def _standings(self, table: Table, file_source: str) -> tuple[kinds.Standing, ...]:
        """``instruments`` are names; ``member_of`` and ``bound_by`` say more of each."""
        found = [
            kinds.Standing(
                id=f"standing-{next(self._numbers)}",
                source=self._source(file_source),
                klass=self._klass,
                kind="instrument",
                name=name,
            )
            for name in table.texts("instruments")
        ]
        for key, kind, word in (
            ("bound_by", "instrument", "instrument"),
            ("member_of", "organisation", "body"),
        ):
            for inner in table.inners(key):
                shared = self._shared(inner, source=file_source)
                name, period = inner.text(word), self._term(inner)
                found.append(kinds.Standing(**shared, kind=kind, name=name, period=period))
                inner.finish()
        return tuple(found)

    def _authority(self, table: Table) -> kinds.Authority:
        return kinds.Authority(
            **self._shared(table),
            name=table.text("name"),
            kind=table.text("kind", "other"),
            period=self._term(table),
            names=table.texts("names"),
        )

    def _succession(self, table: Table) -> kinds.Succession:
        return kinds.Succession(
            **self._shared(table),
            predecessor=table.text("predecessor"),
            successor=table.text("successor"),
            kind=table.text("kind", "renamed"),
            date=table.date("date"),
        )

    def _liaison_officer(self, table: Table) -> kinds.LiaisonOfficer:
        return kinds.LiaisonOfficer(
            **self._shared(table),
            name=table.text("name", ""),
            office=table.text("office"),
            authority=table.text("authority", ""),
            period=self._term(table),
        )

    def _place(self, table: Table) -> kinds.Place:
        acts = self._acts(table)
        return kinds.Place(
            **self._shared(table),
            name=table.text("name"),
            kind=table.text("kind", "unknown"),
            region=table.text("region", ""),
            names=table.texts("names"),
            state=place_state(acts),
            acts=acts,
        )

    def _visits(self) -> tuple[tuple[kinds.Visit, ...], tuple[kinds.Document, ...]]:
        visits: list[kinds.Visit] = []
        documents: list[kinds.Document] = []
        for table in self._of("visit"):
            visit = self._visit(table)
            visits.append(visit)
            if (report := table.inner("report")) is not None:
                documents.extend(self._short_report(report, visit))
        return tuple(visits), tuple(documents)

    def _visit(self, table: Table) -> kinds.Visit:
        period = self._period(table)
        return kinds.Visit(
            **self._shared(table),
            kind=table.text("kind", "unknown"),
            period=period,
            label=table.text("label", ""),
            aim=table.text("aim", ""),
            acts=self._acts(table) or self._told_by_status(table, period),
        )

    def _told_by_status(self, table: Table, period: Edtf | None) -> tuple[kinds.Act, ...]:
        """Without acts, ``status`` is the one act known; a visit of which only days are given was made."""
        status = table.text("status", "completed")
        by = table.text(f"{status}_by", "")
        if status != "completed" or period is None:
            return (kinds.Act(kind=status, date=period, by="" if by == "unknown" else by),)
        start, _, end = period.text.partition("/")
        if not end:
            return (kinds.Act(kind="completed", date=period),)
        return (
            kinds.Act(kind="started", date=Edtf.parse(start)),
            kinds.Act(kind="completed", date=Edtf.parse(end)),
        )

    def _short_report(self, table: Table, visit: kinds.Visit) -> list[kinds.Document]:
        """``report = {…}`` of a visit: the report, and the response where one is named."""
        published, basis = table.date("published"), table.text("basis", "")
        acts = [
            kinds.Act(kind=kind, date=date)
            for kind, date in (
                ("transmitted", table.date("transmitted")),
                ("publication requested", table.date("publication_requested")),
            )
            if date
        ]
        reference, response = table.text("public_reference", ""), table.text("response", "")
        if published or reference:  # a public number is given to what is published
            acts.append(kinds.Act(kind="published", date=published, basis=basis))
        report = self._paper(
            visit,
            kind="visit report",
            reference=reference,
            confidential_reference=table.text("confidential_reference", ""),
            acts=tuple(acts),
        )
        table.finish()
        if not response:
            return [report]
        answer = self._paper(
            visit,
            kind="response",
            reference=response,
            responds_to=report.id,
            acts=(kinds.Act(kind="published", date=published),),
        )
        return [report, answer]

    def _paper(self, visit: kinds.Visit, **of_its_own: Any) -> kinds.Document:
        return kinds.Document(
            id=f"document-{next(self._numbers)}",
            source=visit.source,
            certainty=visit.certainty,
            klass=visit.klass,
            visits=(visit.id,),
            **of_its_own,
        )

    def _document(self, table: Table) -> kinds.Document:
        return kinds.Document(
            **self._shared(table),
            kind=table.text("kind"),
            title=table.text("title", ""),
            date=table.date("date"),
            reference=table.text("public_reference", ""),
            confidential_reference=table.text("confidential_reference", ""),
            responds_to=table.text("responds_to", ""),
            visits=table.texts("visits"),
            acts=self._acts(table),
        )

    def _letter(self, table: Table) -> kinds.Letter:
        dates = [table.read("dates", Edtf.parse, text) for text in table.texts("dates")]
        counted = table.flag("count_known", default=True)
        count_given = table.number("count")
        acts = [kinds.Act(kind="sent", date=date) for date in dates]
        if due := table.date("due"):
            acts.append(kinds.Act(kind="due", date=due))
        answered_on = table.date("answered_on")
        match table.flag("answered"):
            case True:
                acts.append(kinds.Act(kind="answered", date=answered_on))
            case False:
                acts.append(kinds.Act(kind="not answered"))
        return kinds.Letter(
            **self._shared(table),
            sender=table.text("from"),
            addressee=table.text("to"),
            subject=table.text("subject", ""),
            reference=table.text("reference", ""),
            count=(count_given or max(1, len(dates))) if counted else None,
            date=table.date("date") or min(dates, key=Edtf.sort_key, default=None),
            acts=(*acts, *self._acts(table)),
        )

    def _talks(self, table: Table) -> kinds.Talks:
        return kinds.Talks(
            **self._shared(table),
            subject=table.text("subject"),
            level=table.text("level", ""),
            date=table.date("date"),
            acts=self._acts(table),
        )

    def _incident(self, table: Table) -> kinds.Incident:
        return kinds.Incident(
            **self._shared(table),
            date=table.date("date"),
            head=table.text("head", "none"),
            kind=table.text("kind"),
            visit=table.text("visit", ""),
        )

    def _procedure(self, table: Table) -> kinds.Procedure:
        return kinds.Procedure(
            **self._shared(table),
            kind=table.text("kind"),
            annex=table.text("annex", ""),
            steps=tuple(self._step(inner) for inner in table.inners("steps")),
        )

    def _step(self, table: Table) -> kinds.Step:
        step = kinds.Step(
            step=table.text("step"),
            date=table.date("date"),
            ground=table.text("ground", ""),
            note=table.text("note", ""),
            certainty=table.word("certainty", Certainty, Certainty.RECALLED),
        )
        table.finish()
        return step

    def _statement(self, table: Table) -> kinds.Statement:
        reported = []
        for inner in table.inners("dates_reported"):
            reported.append((inner.read("date", Edtf.parse, inner.text("date")), inner.text("source")))
            inner.finish()
        return kinds.Statement(
            **self._shared(table),
            date=table.date("date"),
            speaker=table.text("speaker"),
            gist=table.text("gist"),
            name_variants=table.texts("name_variants"),
            role=table.text("role", ""),
            about=table.text("about", ""),
            kind=table.text("kind", ""),
            provision=table.text("provision", ""),
            dates_reported=tuple(reported),
            points_at=table.texts("points_at"),
        )

    def _event(self, table: Table) -> kinds.Event:
        inner = table.inner("figures")
        figures = inner.rest() if inner else {}
        if not all(isinstance(number, int) for number in figures.values()):
            raise RefusedError(
                "dossier-value-wrong", "“figures” of an event are whole numbers", where=table.where("figures")
            )
        return kinds.Event(
            **self._shared(table),
            date=table.date("date"),
            kind=table.text("kind"),
            body=table.text("body", ""),
            figures=figures,
        )

    def _figure(self, table: Table) -> kinds.Figure:
        named = self._id(table)
        values = []
        for inner in table.inners("values"):
            value, as_of = inner.text("value"), inner.date("as_of")
            values.append(kinds.FigureValue(**self._shared(inner), value=value, as_of=as_of))
            inner.finish()
        return kinds.Figure(id=named, about=table.text("about"), values=tuple(values))

    def _hold_pointers(self, dossier: kinds.Dossier) -> None:
        """Every id that one fact gives of another must be the id of something in the file."""
        given = (
            *(("statement", "points_at", one) for item in dossier.statements for one in item.points_at),
            *(("document", "visits", one) for item in dossier.documents for one in item.visits),
            *(
                ("document", "responds_to", item.responds_to)
                for item in dossier.documents
                if item.responds_to
            ),
            *toml_asks.pointers(dossier),
            *(("succession", key, one) for item in dossier.successions for key, one in _ends(item)),
            *(("co_operation", "visit", item.visit) for item in dossier.incidents if item.visit),
        )
        papers = {item.id for item in dossier.documents}
        for table, key, named in given:
            if named not in self._ids | papers:
                where = next((one.where(key) for one in self._of(table)), None)
                raise RefusedError(
                    "dossier-id-unknown", f"“{key}” names “{named}”, which is not here", where=where
                )


def _ends(item: kinds.Succession) -> tuple[tuple[str, str], ...]:
    return (("predecessor", item.predecessor), ("successor", item.successor))
