"""The chronicle of a dossier: every dated fact in order, to read as a list or to look at as lanes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from habeas.clock import Edtf, Precision
from habeas.dossier.entries import Document, Dossier, Visit
from habeas.dossier.facts import Fact, Voice
from habeas.dossier.status import (
    ANSWER_NAMES,
    VISIT_STATUS_NAMES,
    Answer,
    Publication,
    VisitStatus,
    answer,
    happened,
    publication,
    visit_status,
)
from habeas.language import N_, Words
from habeas.pictures.glyphs import Shape, Tone
from habeas.pictures.lanes import Lane, Mark
from habeas.pictures.timeline import timeline

Day = date
"""The type, where a field is called date."""


class Kind(StrEnum):
    """The kinds of entry, by which the list is filtered."""

    VISIT = "visit"
    LETTER = "letter"
    TALKS = "talks"
    DOCUMENT = "document"
    INCIDENT = "incident"
    PROCEDURE = "procedure"
    STATEMENT = "statement"
    EVENT = "event"


KIND_NAMES = {
    Kind.VISIT: N_("Visits"),
    Kind.LETTER: N_("Letters"),
    Kind.TALKS: N_("Talks"),
    Kind.DOCUMENT: N_("Documents"),
    Kind.INCIDENT: N_("Incidents of co-operation"),
    Kind.PROCEDURE: N_("Procedures"),
    Kind.STATEMENT: N_("Statements"),
    Kind.EVENT: N_("Events around"),
}

VISIT_KIND_NAMES = {
    "periodic": N_("periodic"),
    "ad hoc": N_("ad hoc"),
    "unknown": N_("kind not known"),
}
DOCUMENT_KIND_NAMES = {
    "visit report": N_("visit report"),
    "response": N_("response of the Party"),
    "preliminary observations": N_("preliminary observations"),
    "public statement": N_("public statement"),
    "concluding observations": N_("concluding observations"),
    "NPM report": N_("report of a national preventive mechanism"),
    "decision": N_("decision or resolution"),
    "judgment": N_("judgment"),
    "other": N_("other"),
}

STEP_NAMES = {
    "open": N_("open"),
    "opened": N_("opened"),
    "reopened": N_("reopened"),
    "suspended": N_("suspended"),
    "views asked for": N_("views of the Party asked for"),
    "views received": N_("views of the Party received"),
    "views window expired": N_("time for the Party's views ran out"),
    "statement made": N_("statement made"),
    "closed": N_("closed"),
    "closed without statement": N_("closed without a statement"),
}
GROUND_NAMES = {
    "failure to co-operate": N_("failure to co-operate"),
    "refusal to improve the situation": N_("refusal to improve the situation"),
    "both grounds": N_("both grounds"),
}

VOICE_TONES = {Voice.STATE: Tone.STATE, Voice.BODY: Tone.BODY, Voice.OTHER: Tone.OTHER, None: Tone.NEUTRAL}
VOICE_SHAPES = {
    Voice.STATE: Shape.DIAMOND,
    Voice.BODY: Shape.SQUARE,
    Voice.OTHER: Shape.BAR,  # no voice has the sign of a verdict
    None: Shape.CIRCLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One dated fact as the chronicle tells it.

    ``span`` is a stretch that the picture draws instead of ``date``, such as a report from
    visit to publication; ``open_end`` says that it goes on.
    """

    kind: Kind
    date: Edtf | None
    title: str
    detail: str
    fact: Fact
    tone: Tone
    shape: Shape
    lane: str
    label: str = ""
    span: tuple[Day, Day | None] | None = None
    open_end: bool = False
    voice: Voice | None = None
    figures: Mapping[str, int] = field(default_factory=dict)


def chronicle(dossier: Dossier, as_of: date, words: Words) -> tuple[Entry, ...]:
    """Every dated fact, oldest first; those without a date come last."""
    entries = [
        *_visits(dossier, as_of, words),
        *_letters(dossier, as_of, words),
        *_documents(dossier, as_of, words),
        *_incidents(dossier, words),
        *_procedures(dossier, words),
        *_statements(dossier, words),
        *_events(dossier, words),
    ]
    return tuple(
        sorted(entries, key=lambda entry: entry.date.sort_key() if entry.date else (date.max, date.max))
    )


def select(
    entries: tuple[Entry, ...],
    *,
    kind: Kind | None = None,
    voice: Voice | None = None,
    year: int | None = None,
) -> tuple[Entry, ...]:
    """Return the entries that are of the kind, in the voice, and may be of the year."""
    return tuple(
        entry
        for entry in entries
        if (kind is None or entry.kind is kind)
        and (voice is None or entry.voice is voice)
        and (year is None or (entry.date is not None and year in entry.date.years))
    )


def drawn(
    entries: tuple[Entry, ...],
    as_of: date,
    words: Words,
    *,
    party: str,
    width: int = 960,
    prefix: str = "timeline",
    links: bool = True,
) -> str:
    """Draw the dated entries as lanes; ``links`` leads each mark to ``#fact-<id>`` on the page.

    Returns an empty string where nothing is dated.
    """
    dated = [entry for entry in entries if entry.date is not None and entry.date.years]
    if not dated:
        return ""
    first = min(entry.date.years[0] for entry in dated if entry.date)
    last = max(as_of.year, *(entry.date.years[-1] for entry in dated if entry.date))
    lanes = [
        Lane(
            title=words.say(title),
            marks=tuple(_mark(entry, as_of, links=links) for entry in dated if entry.lane == title),
        )
        for title in LANES
        if any(entry.lane == title for entry in dated)
    ]
    return timeline(
        lanes,
        start=date(first, 1, 1),
        end=date(last, 12, 31),
        as_of=as_of,
        words=words,
        width=width,
        title=words.say("{party}: timeline", party=party),
        summary=words.count(
            "{n} dated fact from {first} to {last}; the list beneath holds the same.",
            "{n} dated facts from {first} to {last}; the list beneath holds the same.",
            len(dated),
            first=first,
            last=last,
        ),
        prefix=prefix,
    )


VISITS, REPORTS, DIALOGUE, PROCEDURE = (
    N_("Visits"),
    N_("Reports, from visit to publication"),
    N_("Letters and talks"),
    N_("Procedure"),
)
SAID_BY_STATE, SAID_BY_BODY, SAID_BY_OTHERS = (
    N_("Said by the State"),
    N_("Said by the body"),
    N_("Said by others"),
)
AROUND = N_("Around")
LANES = (VISITS, REPORTS, DIALOGUE, PROCEDURE, SAID_BY_BODY, SAID_BY_STATE, SAID_BY_OTHERS, AROUND)
_VOICE_LANES = {Voice.STATE: SAID_BY_STATE, Voice.BODY: SAID_BY_BODY}


def _mark(entry: Entry, as_of: date, *, links: bool) -> Mark:
    start, end, precise = _days(entry, as_of)
    return Mark(
        start=start,
        end=end,
        open_start=False,
        open_end=entry.open_end,
        precise=precise,
        shape=entry.shape,
        tone=entry.tone,
        label=entry.label,
        title=entry.title,
        href=f"#fact-{entry.fact.id}" if links else None,
    )


def _days(entry: Entry, as_of: date) -> tuple[date, date | None, bool]:
    if entry.span is not None:
        return entry.span[0], entry.span[1], True
    when = entry.date
    if when is None:
        raise ValueError("an entry without a date is not drawn")
    start = when.earliest or when.latest or as_of
    end = when.latest or as_of
    known = when.precision is Precision.DAY or (
        when.precision is Precision.INTERVAL
        and all(len(side) == 10 for side in when.text.split("/"))  # both ends are known to the day
    )
    return start, (None if end <= start else end), known


def _visits(dossier: Dossier, as_of: date, words: Words) -> Iterator[Entry]:
    for visit in dossier.visits:
        status = visit_status(visit, as_of)
        kind = words.say(visit.label or VISIT_KIND_NAMES.get(visit.kind, visit.kind))
        title = words.say(
            "Visit ({kind}), {status}: {date}",
            kind=kind,
            status=words.say(VISIT_STATUS_NAMES[status]),
            date=words.date(visit.period),
        )
        stopped = status in (VisitStatus.CANCELLED, VisitStatus.REFUSED)
        yield Entry(
            kind=Kind.VISIT,
            date=visit.period,
            title=title,
            detail=visit.note,
            fact=visit,
            tone=Tone.LATE if stopped else Tone.BODY,
            shape=Shape.CROSS if stopped else Shape.SQUARE,
            lane=VISITS,
            label=words.say(VISIT_STATUS_NAMES[status]) if stopped else kind,
            voice=Voice.BODY,
        )


def _letters(dossier: Dossier, as_of: date, words: Words) -> Iterator[Entry]:
    for letter in dossier.letters:
        state = answer(letter, as_of)
        title = words.say(
            "{sender} to {addressee}: {subject} ({answer})",
            sender=letter.sender,
            addressee=letter.addressee,
            subject=letter.subject or words.say("subject not known"),
            answer=words.say(ANSWER_NAMES[state]),
        )
        missing = state is Answer.UNANSWERED
        yield Entry(
            kind=Kind.LETTER,
            date=letter.date,
            title=title,
            detail=letter.note,
            fact=letter,
            tone=Tone.LATE if missing else Tone.BODY,
            shape=Shape.FLAG,
            lane=DIALOGUE,
            label=words.say(ANSWER_NAMES[state]),
            voice=letter.spoken_by,
        )
    for talks in dossier.talks:
        last = happened(talks.acts, as_of)
        yield Entry(
            kind=Kind.TALKS,
            date=talks.date,
            title=words.say("Talks: {subject}", subject=talks.subject),
            detail=words.say(last[-1].kind) if last else talks.note,
            fact=talks,
            tone=Tone.BODY,
            shape=Shape.CIRCLE,
            lane=DIALOGUE,
            label=words.say("talks"),
            voice=talks.spoken_by,
        )


def _documents(dossier: Dossier, as_of: date, words: Words) -> Iterator[Entry]:
    visits = {visit.id: visit for visit in dossier.visits}
    for document in dossier.documents:
        visit = next((visits[one] for one in document.visits if one in visits), None)
        state = publication(document, as_of, visit=visit)
        report = document.kind == "visit report"
        yield Entry(
            kind=Kind.DOCUMENT,
            date=document.date or state.on or state.waiting_since,
            title=_document_title(document, state, words),
            detail=document.note or state.basis,
            fact=document,
            tone=Tone.STATE if document.kind == "response" else Tone.BODY,
            shape=Shape.DIAMOND if document.kind == "response" else Shape.SQUARE,
            lane=REPORTS,
            label=document.reference or document.title,
            span=_from_visit(visit, state, as_of) if report else None,
            open_end=report and not state.published,
            voice=Voice.STATE if document.kind == "response" else document.spoken_by,
        )


def _document_title(document: Document, state: Publication, words: Words) -> str:
    name = document.reference or document.title or words.say("document without a reference")
    kind = words.say(DOCUMENT_KIND_NAMES.get(document.kind, document.kind))
    if state.published:
        return words.say("{name}, {kind}: published {date}", name=name, kind=kind, date=words.date(state.on))
    return words.say("{name}, {kind}: not published", name=name, kind=kind)


def _from_visit(visit: Visit | None, state: Publication, as_of: date) -> tuple[date, date | None] | None:
    """From the last day of the visit to publication, or to ``as_of`` while that has not come."""
    if visit is None or visit.period is None or visit.period.latest is None:
        return None
    start = visit.period.earliest if visit.period.precision is Precision.YEAR else visit.period.latest
    end = (state.on.latest if state.on else None) if state.published else as_of
    if start is None or end is None or end < start:
        return None
    return start, end


def _incidents(dossier: Dossier, words: Words) -> Iterator[Entry]:
    for incident in dossier.incidents:
        head = "" if incident.head == "none" else f" ({incident.head})"
        yield Entry(
            kind=Kind.INCIDENT,
            date=incident.date,
            title=words.say("Incident of co-operation: {kind}", kind=f"{words.say(incident.kind)}{head}"),
            detail=incident.note,
            fact=incident,
            tone=Tone.LATE,
            shape=Shape.TRIANGLE,
            lane=VISITS,
            label=words.say(incident.kind),
            voice=incident.spoken_by,
        )


def _procedures(dossier: Dossier, words: Words) -> Iterator[Entry]:
    for procedure in dossier.procedures:
        for step in procedure.steps:
            ground = words.say(GROUND_NAMES.get(step.ground, step.ground))
            yield Entry(
                kind=Kind.PROCEDURE,
                date=step.date,
                title=words.say(
                    "{procedure}: {step}",
                    procedure=words.apart(procedure.kind),
                    step=words.say(STEP_NAMES.get(step.step, step.step)),
                ),
                detail=" · ".join(part for part in (ground, step.note) if part),
                fact=procedure,
                tone=Tone.BODY,
                shape=Shape.SQUARE,
                lane=PROCEDURE,
                label=words.say(STEP_NAMES.get(step.step, step.step)),
                voice=Voice.BODY,
            )


def _statements(dossier: Dossier, words: Words) -> Iterator[Entry]:
    for statement in dossier.statements:
        speaker = f"{statement.speaker}, {statement.role}" if statement.role else statement.speaker
        voice = statement.spoken_by
        yield Entry(
            kind=Kind.STATEMENT,
            date=statement.date,
            title=speaker,
            detail=statement.gist,
            fact=statement,
            tone=VOICE_TONES[voice],
            shape=VOICE_SHAPES[voice],
            lane=_VOICE_LANES.get(voice, SAID_BY_OTHERS) if voice else SAID_BY_OTHERS,
            label=words.say(statement.about),
            voice=voice,
        )


def _events(dossier: Dossier, words: Words) -> Iterator[Entry]:
    for event in dossier.events:
        title = f"{event.body}: {words.say(event.kind)}" if event.body else words.say(event.kind)
        yield Entry(
            kind=Kind.EVENT,
            date=event.date,
            title=title,
            detail=event.note,
            fact=event,
            tone=VOICE_TONES[event.spoken_by],
            shape=VOICE_SHAPES[event.spoken_by],
            lane=AROUND,
            label=event.body or words.say(event.kind),
            voice=event.spoken_by,
            figures=event.figures,
        )
