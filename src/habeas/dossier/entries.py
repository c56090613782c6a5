"""What a dossier holds: the kinds of fact, after ``domain.md`` 6.5.

Kinds stay apart (rule 4). Visits, documents, letters and talks carry dated *acts*;
their status is derived from them (:mod:`habeas.dossier.status`) and never written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from habeas.clock import Edtf
from habeas.dossier.facts import Certainty, Fact, Klass, Source
from habeas.language import N_
from habeas.threads import Degree


class Lists(StrEnum):
    """The lists of a dossier. Of each it is said whether it is complete."""

    STANDING = "standing"
    AUTHORITY = "authority"
    PLACE = "place"
    VISIT = "visit"
    DOCUMENT = "document"
    ASK = "ask"
    LETTER = "letter"
    TALKS = "talks"
    CO_OPERATION = "co_operation"
    PROCEDURE = "procedure"
    STATEMENT = "statement"
    EVENT = "event"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One dated step in the life of a visit, a document, a letter or talks.

    ``kind`` is a word of the vocabulary of its holder; ``by`` who did it, ``why`` the
    reason given, ``basis`` the act of publication or the provision where one is named;
    ``concerns`` the paragraphs that a deadline or an answer is about, empty: all of it.
    """

    kind: str
    date: Edtf | None = None
    by: str = ""
    why: str = ""
    basis: str = ""
    concerns: str = ""
    note: str = ""
    source: Source | None = None
    certainty: Certainty | None = None
    klass: Klass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Fact):
    """What the Party is bound by or a member of, and from when until when."""

    kind: str
    name: str
    period: Edtf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Fact):
    """A ministry, service or institution that answers for places or is written to."""

    name: str
    kind: str
    period: Edtf | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession(Fact):
    """One authority took over from another (both are ids); a split is several of these."""

    predecessor: str
    successor: str
    kind: str = "renamed"
    date: Edtf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiaisonOfficer(Fact):
    """The Party's standing contact (ECPT Article 15), an office-holder in that capacity."""

    name: str
    office: str
    authority: str = ""
    period: Edtf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Fact):
    """A visit: ``kind`` periodic, ad hoc or unknown; ``label`` follow-up, rapid response and the like."""

    kind: str
    period: Edtf | None = None
    label: str = ""
    aim: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Fact):
    """A report, a response, a public statement or another paper of the dialogue.

    Two series of references: ``reference`` is public (``CPT/Inf (2018) 37``),
    ``confidential_reference`` the working number that reiterations cite.
    """

    kind: str
    title: str = ""
    date: Edtf | None = None
    reference: str = ""
    confidential_reference: str = ""
    responds_to: str = ""
    visits: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Fact):
    """A letter, or several of which only the number (or not even that) is known."""

    sender: str
    addressee: str
    subject: str = ""
    reference: str = ""
    count: int | None = 1
    date: Edtf | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks(Fact):
    """High-level or other talks between the body and the Party."""

    subject: str
    level: str = ""
    date: Edtf | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Fact):
    """An incident of co-operation; ``head`` is one of Article 8(2)(a) to (d), (3), (4), or ``none``."""

    date: Edtf | None
    head: str
    kind: str
    visit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a procedure."""

    step: str
    date: Edtf | None = None
    ground: str = ""
    note: str = ""
    certainty: Certainty = Certainty.RECALLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Fact):
    """A procedure before the body, such as that of ECPT Article 10(2)."""

    kind: str
    steps: tuple[Step, ...] = ()
    annex: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Fact):
    """What somebody said publicly. ``points_at`` are ids of what the claim speaks about."""

    date: Edtf | None
    speaker: str
    gist: str
    name_variants: tuple[str, ...] = ()
    role: str = ""
    about: str = ""
    kind: str = ""
    provision: str = ""
    dates_reported: tuple[tuple[Edtf, str], ...] = ()
    points_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """Something that happened around the dialogue: an Assembly, a court, the SPT, a prosecutor."""

    date: Edtf | None
    kind: str
    body: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue(Fact):
    """One value that one source gives, as it was written, and the day it stood."""

    value: str
    as_of: Edtf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure on which sources may differ; all values stand side by side (rule 10)."""

    id: str
    about: str
    values: tuple[FigureValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Fact):
    """What is asked of the Party, verbatim, and the position of the State as it gave it."""

    kind: str
    text: str
    number: str = ""
    paragraph: str = ""
    asked_by: str = ""
    addressee: str = ""
    document: str = ""
    date: Edtf | None = None
    session: str = ""
    position: str = ""
    position_as_written: str = ""
    response: str = ""
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Fact):
    """What the State says of one ask (an id): a position, how far it says it went, its words."""

    ask: str
    date: Edtf | None = None
    position: str = ""
    progress: str = ""
    text: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Fact):
    """What the body found of one ask as of ``date``, on what evidence, and by whom (their role).

    ``degree`` is the code of a degree of the scale; “no_information” is one of them.
    """

    ask: str
    date: Edtf
    degree: str
    reasons: str = ""
    visits: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    third_party: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLink(Fact):
    """What a later ask makes of an earlier one; threads are derived from these and never stored."""

    later: str
    earlier: str
    relation: str
    date: Edtf | None = None
    why: str = ""


PLACE_KIND_NAMES = {
    "police": N_("police"),
    "temporary detention": N_("temporary detention facility"),
    "remand": N_("remand prison"),
    "prison": N_("prison"),
    "juvenile": N_("juvenile institution"),
    "immigration": N_("immigration detention"),
    "psychiatric": N_("psychiatric hospital"),
    "social care": N_("social care home"),
    "military": N_("military detention"),
    "court": N_("court cells"),
    "vehicle": N_("vehicle"),
    "other": N_("other"),
    "unknown": N_("kind not known"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Fact):
    """A place of deprivation of liberty, under its present name."""

    name: str
    kind: str
    state: str = "open"
    region: str = ""
    names: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A State bound by the Convention, whether or not it is a member of the Council of Europe."""

    id: str
    name: str
    iso: str = ""
    names: tuple[str, ...] = ()
    """Other names and spellings, of the Party's own class."""
    own_names: tuple[str, ...] = ()
    """Those that the body added by hand: confidential, whatever the Party's class."""
    note: str = ""
    klass: Klass = Klass.CONFIDENTIAL
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that one reader may know of one Party.

    ``complete`` maps each list to ``True``, ``False`` or ``None`` (nobody said).
    ``audience`` is the class it was drawn up for: a public one holds public facts only.
    ``scale`` has the degrees of assessments that the body added to those that are shipped.
    """

    party: Party
    audience: Klass
    complete: Mapping[Lists, bool | None] = field(default_factory=dict)
    standings: tuple[Standing, ...] = ()
    authorities: tuple[Authority, ...] = ()
    successions: tuple[Succession, ...] = ()
    liaison_officers: tuple[LiaisonOfficer, ...] = ()
    places: tuple[Place, ...] = ()
    visits: tuple[Visit, ...] = ()
    documents: tuple[Document, ...] = ()
    letters: tuple[Letter, ...] = ()
    talks: tuple[Talks, ...] = ()
    incidents: tuple[Incident, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    asks: tuple[Ask, ...] = ()
    claims: tuple[Claim, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    links: tuple[AskLink, ...] = ()
    scale: tuple[Degree, ...] = ()
