"""The dossier as a paper: what matters now, the chronicle, the voices, the figures, the sources."""

from collections.abc import Iterable
from datetime import date

from habeas import canonical, papers
from habeas.clock import Edtf
from habeas.dossier.asked_again import Demand, degree_name, demands
from habeas.dossier.chronicle import Entry, chronicle, drawn
from habeas.dossier.entries import PLACE_KIND_NAMES, Ask, Dossier, Figure, Lists, Place, Statement
from habeas.dossier.facts import (
    CAPACITY_NAMES,
    CERTAINTY_NAMES,
    VOICE_NAMES,
    Certainty,
    Fact,
    Klass,
    Source,
    Voice,
)
from habeas.dossier.json_form import dossier_json
from habeas.dossier.now import matters
from habeas.dossier.voices import Occasion, occasions
from habeas.language import N_, Words
from habeas.law import cite
from habeas.papers.paper import Runs
from habeas.threads import PROGRESS_NAMES, Progress

cite("ECPT#11(1)", enforces="A paper that holds anything confidential carries its band on every sheet.")

POSITION_NAMES = {
    "accepted": N_("accepted"),
    "accepted_in_part": N_("accepted in part"),
    "noted": N_("noted"),
    "rejected": N_("rejected"),
    "already_implemented": N_("said to be already implemented"),
    "no_position": N_("no position given"),
    "unclear": N_("unclear"),
    "pending": N_("pending"),
    "answered": N_("answered, position not told"),
    "": N_("no information"),
}
ASK_KIND_NAMES = {
    "recommendation": N_("recommendation"),
    "comment": N_("comment"),
    "request": N_("request for information"),
    "immediate_observation": N_("immediate observation"),
    "pledge": N_("voluntary pledge"),
}
LIST_NAMES = {
    Lists.STANDING: N_("Instruments and memberships"),
    Lists.AUTHORITY: N_("Authorities"),
    Lists.PLACE: N_("Places"),
    Lists.VISIT: N_("Visits"),
    Lists.DOCUMENT: N_("Documents"),
    Lists.ASK: N_("What was asked"),
    Lists.LETTER: N_("Letters"),
    Lists.TALKS: N_("Talks"),
    Lists.CO_OPERATION: N_("Incidents of co-operation"),
    Lists.PROCEDURE: N_("Procedures"),
    Lists.STATEMENT: N_("Statements"),
    Lists.EVENT: N_("Events around"),
    Lists.FIGURE: N_("Figures"),
}
_PAPER_VOICES = {
    Voice.STATE: papers.Voice.STATE,
    Voice.BODY: papers.Voice.BODY,
    Voice.OTHER: papers.Voice.OTHER,
}


def dossier_paper(dossier: Dossier, *, as_of: date, words: Words, made_on: date) -> papers.Paper:
    """Compose the paper of a dossier; its class is that of the dossier's audience."""
    return _Composing(dossier, as_of, words).paper(made_on)


class _Composing:
    """One paper being composed; sources are numbered as they are first named."""

    def __init__(self, dossier: Dossier, as_of: date, words: Words) -> None:
        self.dossier = dossier
        self.as_of = as_of
        self.words = words
        self.say = words.say
        self._numbers: dict[tuple[Source, str, Certainty], int] = {}

    def paper(self, made_on: date) -> papers.Paper:
        party = self.dossier.party
        content = canonical.encode(_counted(dossier_json(self.dossier, made_on=made_on)))
        blocks = tuple(self._blocks())
        return papers.Paper(
            title=party.name,
            subtitle=self.say("Dossier of co-operation, as of {date}", date=self.words.date(self.as_of)),
            language=self.words.language,
            direction="rtl" if self.words.direction == "rtl" else "ltr",
            band=self._band(),
            synthetic=self.say("Invented data: no real person, place or event") if party.invented else None,
            number=papers.number_of(
                subject=party.iso or "XX", kind="DOSSIER", made_on=made_on, content=content
            ),
            made_on=made_on,
            blocks=blocks,
            sources=tuple(self._source_notes()),
        )

    def _band(self) -> papers.Band | None:
        if self.dossier.audience is Klass.PUBLIC:
            return None
        return papers.Band(
            word=self.say("Confidential"),
            who_may_see=self.say("the body and its secretariat"),
            provision=self.say("Article 11 ECPT"),
        )

    def _blocks(self) -> Iterable[papers.Block]:
        yield from self._now()
        yield from self._timeline()
        yield from self._voices()
        yield from self._figures()
        yield from self._asked_again()
        yield from self._asks()
        yield from self._authorities()
        yield from self._places()
        yield from self._completeness()

    # The parts ---------------------------------------------------------------------------------

    def _now(self) -> Iterable[papers.Block]:
        yield papers.Heading(level=1, text=self.say("What matters now"), anchor="now")
        found = matters(self.dossier, self.as_of, self.words)
        if not found:
            yield papers.Para(runs=papers.said(self.say("Nothing is open.")))
            return
        yield papers.Bullets(
            items=tuple(
                (papers.Text(text=f"{matter.headline} – ", strong=True), papers.Text(text=matter.detail))
                for matter in found
            )
        )

    def _timeline(self) -> Iterable[papers.Block]:
        entries = chronicle(self.dossier, self.as_of, self.words)
        yield papers.Heading(level=1, text=self.say("Chronicle"), anchor="chronicle")
        svg = drawn(
            entries,
            self.as_of,
            self.words,
            party=self.dossier.party.name,
            width=680,
            prefix="paper",
            links=False,
        )
        if svg:
            caption = self.say("Visits, reports, letters, procedure and what was said, by year")
            yield papers.Picture(
                svg=svg, alt=self.say("Timeline; the table below holds the same."), caption=caption
            )
        if not entries:
            yield papers.Para(runs=papers.said(self.say("Nothing is dated yet.")))
            return
        yield papers.Table(
            caption=self.say("Every dated fact, oldest first"),
            header=(self.say("Date"), self.say("What"), self.say("Voice")),
            rows=tuple(self._entry_row(entry) for entry in entries),
            widths=(2.2, 8, 1.8),
        )

    def _entry_row(self, entry: Entry) -> tuple[Runs, ...]:
        what = [papers.Text(text=entry.title, strong=True)]
        if entry.detail:
            what.append(papers.Text(text=f" {entry.detail}"))
        if entry.figures:
            counted = self.words.listed(
                f"{self.say(name.replace('_', ' '))}: {number}" for name, number in entry.figures.items()
            )
            what.append(papers.Text(text=f" ({counted})"))
        voice = (self._voice(entry.voice),) if entry.voice else papers.said("–")
        return (papers.said(self.words.date(entry.date)), (*what, *self._marks(entry.fact)), voice)

    def _voices(self) -> Iterable[papers.Block]:
        found = occasions(self.dossier.statements, self.dossier.asks)
        if not found:
            return
        yield papers.Heading(level=1, text=self.say("What was said, side by side"), anchor="voices")
        for number, occasion in enumerate(found, start=1):
            yield from self._occasion(occasion, number)

    def _occasion(self, occasion: Occasion, number: int) -> Iterable[papers.Block]:
        title = self.words.date(occasion.when)
        yield papers.Heading(level=2, text=title, anchor=f"occasion-{number}")
        yield papers.SideBySide(
            left=self._side(Voice.STATE, occasion.state, f"state-{number}"),
            right=self._side(Voice.BODY, occasion.body, f"body-{number}", occasion.asked),
        )
        if occasion.others:
            yield papers.Heading(level=3, text=self.say("Others"), anchor=f"others-{number}")
            yield from (papers.Para(runs=self._said(item)) for item in occasion.others)

    def _side(
        self, voice: Voice, items: tuple[Statement, ...], anchor: str, asked: tuple[Ask, ...] = ()
    ) -> papers.Side:
        name = self.say(VOICE_NAMES[voice])
        said = [papers.Para(runs=self._said(item)) for item in items]
        said += [papers.Para(runs=self._asked(ask)) for ask in asked]
        blocks = tuple(said) or (papers.Para(runs=papers.said(self.say("Nothing recorded."))),)
        return papers.Side(
            heading=papers.Heading(level=3, text=name, anchor=anchor), blocks=blocks, voice=self._voice(voice)
        )

    def _said(self, item: Statement) -> Runs:
        who = self.words.apart(f"{item.speaker}, {item.role}" if item.role else item.speaker)
        capacity = f" ({self.say(CAPACITY_NAMES[item.spoken_as])})" if item.spoken_as else ""
        when = self.words.date(item.date)
        return (
            papers.Text(text=f"{who}{capacity}{self.say(', ')}{when}: ", strong=True),
            papers.Text(text=item.gist),
            *self._marks(item),
        )

    def _asked(self, ask: Ask) -> Runs:
        kind = self.say(ASK_KIND_NAMES.get(ask.kind, ask.kind))
        return (
            papers.Text(
                text=self.say("Asked before ({kind}, {date}): ", kind=kind, date=self.words.date(ask.date)),
                strong=True,
            ),
            papers.Text(text=f"“{ask.text}”"),
            *self._marks(ask),
        )

    def _figures(self) -> Iterable[papers.Block]:
        if not self.dossier.figures:
            return
        yield papers.Heading(level=1, text=self.say("Figures"), anchor="figures")
        yield papers.Para(
            runs=papers.said(
                self.say("Sources differ. Each value stands with its source and its day; none is preferred.")
            )
        )
        yield from (self._figure(figure) for figure in self.dossier.figures)

    def _figure(self, figure: Figure) -> papers.Table:
        return papers.Table(
            caption=figure.about,
            header=(self.say("Value"), self.say("As of"), self.say("Voice")),
            rows=tuple(
                (
                    (papers.Text(text=value.value, strong=True), *self._marks(value)),
                    papers.said(self.words.date(value.as_of)),
                    (self._voice(value.spoken_by),) if value.spoken_by else papers.said("–"),
                )
                for value in figure.values
            ),
            widths=(5, 4, 3),
        )

    def _asks(self) -> Iterable[papers.Block]:
        if not self.dossier.asks:
            return
        yield papers.Heading(level=1, text=self.say("What was asked, and what was answered"), anchor="asks")
        yield papers.Table(
            caption=self.words.count("{n} item", "{n} items", len(self.dossier.asks)),
            header=(
                self.say("Asked"),
                self.say("Where and when"),
                self.say("What the State says, what the body found"),
            ),
            rows=tuple(self._ask_row(ask) for ask in self.dossier.asks),
            widths=(6, 3, 3),
        )

    def _ask_row(self, ask: Ask) -> tuple[Runs, ...]:
        titles = {document.id: document.reference or document.title for document in self.dossier.documents}
        where = [
            titles.get(ask.document, ""),
            f"§ {ask.paragraph}" if ask.paragraph else "",
            ask.number,
            ask.session,
        ]
        told = self.words.apart(self.words.listed(where))
        return (
            (
                papers.Text(text=f"{self.say(ASK_KIND_NAMES.get(ask.kind, ask.kind))}: ", emphasis=True),
                papers.Text(text=ask.text),
                *self._marks(ask),
            ),
            papers.said(self.say(", ").join(part for part in (told, self.words.date(ask.date)) if part)),
            self._said_on(ask),
        )

    def _came_with(self, ask: Ask) -> str:
        """What the State said with the ask itself; its own words, where ours have none for its position."""
        stands = ask.position or ("answered" if ask.response else "")
        position = self.say(POSITION_NAMES.get(stands, stands))
        if not ask.position and ask.position_as_written:
            position = self.words.apart(f"“{ask.position_as_written}”")
        return f"{position}: {self.words.apart(f'“{ask.response}”')}" if ask.response else position

    def _said_on(self, ask: Ask) -> Runs:
        """The State's last word first, what it said before, what the body found: each with its date."""
        runs: list[papers.Run] = []
        for claim in reversed(self.dossier.claims):
            if claim.ask == ask.id:
                position = self.say(POSITION_NAMES[claim.position]) if claim.position else ""
                progress = self.say(PROGRESS_NAMES[Progress(claim.progress)]) if claim.progress else ""
                words = self.words.apart(f"“{claim.text}”") if claim.text else ""
                told = self.say(", ").join(part for part in (position, progress, words) if part)
                runs += self._in_a_voice(Voice.STATE, claim, claim.date, told)
        if not runs:
            runs += papers.said(self._came_with(ask))
        elif ask.position or ask.position_as_written or ask.response:
            told = f"{self.say(', ')}{self.say('in its reply')}: {self._came_with(ask)}"
            runs += (papers.Text(text=" "), self._voice(Voice.STATE), papers.Text(text=told))
        for found in self.dossier.assessments:
            if found.ask == ask.id:
                told = degree_name(self.dossier, found.degree, self.words)
                told = f"{told}. {self.words.apart(found.reasons)}" if found.reasons else told
                runs += self._in_a_voice(Voice.BODY, found, found.date, told)
        return tuple(runs)

    def _in_a_voice(self, voice: Voice, fact: Fact, when: Edtf | None, told: str) -> Runs:
        on = f"{self.say(', ')}{self.words.date(when)}: {told}"
        return (papers.Text(text=" "), self._voice(voice), papers.Text(text=on), *self._marks(fact))

    def _authorities(self) -> Iterable[papers.Block]:
        if not self.dossier.authorities:
            return
        yield papers.Heading(level=1, text=self.say("Authorities"), anchor="authorities")
        yield papers.Table(
            caption=self.words.count("{n} authority", "{n} authorities", len(self.dossier.authorities)),
            header=(self.say("Name"), self.say("In office")),
            rows=tuple(
                (
                    (papers.Text(text=self.words.apart(one.name)), *self._marks(one)),
                    papers.said(self.words.date(one.period) if one.period else "–"),
                )
                for one in self.dossier.authorities
            ),
            widths=(8, 4),
        )

    def _places(self) -> Iterable[papers.Block]:
        if not self.dossier.places:
            return
        yield papers.Heading(level=1, text=self.say("Places"), anchor="places")
        yield papers.Table(
            caption=self.words.count("{n} place", "{n} places", len(self.dossier.places)),
            header=(self.say("Name"), self.say("Kind"), self.say("Region")),
            rows=tuple(self._place_row(place) for place in self.dossier.places),
            widths=(6, 3, 3),
        )

    def _place_row(self, place: Place) -> tuple[Runs, ...]:
        kind = self.say(PLACE_KIND_NAMES.get(place.kind, place.kind))
        closed = f" ({self.say('closed')})" if place.state == "closed" else ""
        name = f"{self.words.apart(place.name)}{closed}"
        return (
            (papers.Text(text=name), *self._marks(place)),
            papers.said(kind),
            papers.said(self.words.apart(place.region) if place.region else "–"),
        )

    def _asked_again(self) -> Iterable[papers.Block]:
        found = demands(self.dossier, self.as_of)
        if not found:
            return
        yield papers.Heading(level=1, text=self.say("What was asked again"), anchor="asked-again")
        yield papers.Table(
            caption=self.words.count("{n} demand", "{n} demands", len(found)),
            header=(self.say("As last asked"), self.say("How often"), self.say("Last assessed")),
            rows=tuple(self._demand_row(one) for one in found),
            widths=(6, 3, 3),
        )

    def _demand_row(self, one: Demand) -> tuple[Runs, ...]:
        last = one.asks[-1]
        often = self.words.count(
            "{n} time since {date}",
            "{n} times since {date}",
            one.thread.asked,
            date=self.words.date(one.thread.first_made),
        )
        if one.standing is None:
            stands = self.say("never")
        else:
            degree = degree_name(self.dossier, one.standing.assessed.degree, self.words)
            stands = f"{degree}{self.say(', ')}{self.words.date(one.standing.assessed.date)}"
            stands += f". {self.say('It was asked again since.')}" if one.standing.asked_since else ""
        return ((papers.Text(text=last.text), *self._marks(last)), papers.said(often), papers.said(stands))

    def _completeness(self) -> Iterable[papers.Block]:
        yield papers.Heading(level=1, text=self.say("What this dossier does not hold"), anchor="complete")
        said = {True: N_("complete"), False: N_("not complete"), None: N_("not known whether complete")}
        yield papers.Terms(
            entries=tuple(
                papers.Term(
                    term=papers.said(self.say(LIST_NAMES[item])),
                    meaning=papers.said(self.say(said[self.dossier.complete.get(item)])),
                )
                for item in Lists
            )
        )

    # Small things --------------------------------------------------------------------------------

    def _voice(self, voice: Voice) -> papers.VoiceMark:
        return papers.VoiceMark(voice=_PAPER_VOICES[voice], name=self.say(VOICE_NAMES[voice]))

    def _marks(self, fact: Fact) -> Runs:
        key = (fact.source, fact.pinpoint, fact.certainty)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        if fact.certainty in (Certainty.SEEN, Certainty.REPORTED):
            return (papers.Text(text=" "), papers.SourceMark(number=number))
        doubt = papers.Doubt(text=self.say(CERTAINTY_NAMES[fact.certainty]))
        return (papers.Text(text=" "), papers.SourceMark(number=number), papers.Text(text=" "), doubt)

    def _source_notes(self) -> Iterable[papers.SourceNote]:
        for (source, pinpoint, certainty), number in self._numbers.items():
            yield papers.SourceNote(
                number=number,
                text=source.name,
                pinpoint=pinpoint,
                date=self.words.date(source.date) if source.date else "",
                address=source.address,
                certainty=self.say(CERTAINTY_NAMES[certainty]),
            )


def _counted(value: object) -> canonical.Json:
    """The JSON of a dossier holds nothing but what has canonical bytes; say so to the type checker."""
    return value  # type: ignore[return-value]
