"""A mapping proposed from the headings and the first rows, each guess with its confidence and why.

A guess is a proposal: it is shown with its reason, and a person confirms or changes it.
"""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from habeas.documents.folding import folded
from habeas.documents.headings import Target, field_of, known_headings, set_words
from habeas.documents.lists.mapping import SEPARATORS, SETS, ColumnMapping
from habeas.documents.tables.table import Table
from habeas.documents.written_dates import order_shown, read_date
from habeas.language import N_, Words

SAMPLE = 50
LONG = 60
"""From how many characters on, on average, a column reads like the text of a recommendation."""

KNOWN = N_("“{heading}” is a known word for it")
DOUBTED = N_("“{heading}” is a known word for it, but few values read like it")
WITHIN = N_("“{heading}” contains “{word}”")
RESEMBLES = N_("“{heading}” resembles “{word}”")
VALUES = N_("{share} % of the values read like it")
LONG_TEXT = N_("the column holds the longest texts")
FIRST_COLUMN = N_("it is the first column with text")
USUAL = N_("lists mostly hold recommendations; change it where they do not")

CHECKED = MappingProxyType(
    {
        "date": "date",
        "opened": "date",
        "closed": "date",
        "capacity": "number",
        "page": "number",
        "action": "number",
        "latitude": "decimal",
        "longitude": "decimal",
    }
)
LISTS = ("asked_by", "themes", "affected", "other_names")


@dataclass(frozen=True, slots=True)
class Guess:
    """One guess: ``heading`` is ``None`` for a value proposed for every row. Confidence from 0 to 1."""

    field: str
    heading: str | None
    confidence: float
    why: str
    values: Mapping[str, str]

    def said(self, words: Words) -> str:
        """Why, in the language of ``words``."""
        return words.say(self.why, **self.values)

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.why.format(**self.values)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mapping that the guesses make, best guess first."""

    mapping: ColumnMapping
    guesses: tuple[Guess, ...]


def propose_for(table: Table, target: Target) -> Proposal:
    """Propose a mapping for a table that was read."""
    return propose(table.headings, [row.cells for row in table.rows[:SAMPLE]], target)


def propose(headings: Sequence[str], sample: Sequence[Sequence[str]], target: Target) -> Proposal:
    """Propose which heading is which field: each field once, each heading once, surest first."""
    columns = {
        heading: [row[place].strip() for row in sample[:SAMPLE] if place < len(row) and row[place].strip()]
        for place, heading in enumerate(headings)
    }
    order = {heading: place for place, heading in enumerate(headings)}
    found = [guess for heading, cells in columns.items() for guess in _guesses(heading, cells, target)]
    found += _by_length(columns, target)
    chosen: dict[str, Guess] = {}
    for guess in sorted(found, key=lambda each: (-each.confidence, order[each.heading or ""])):
        if guess.field not in chosen and guess.heading not in {each.heading for each in chosen.values()}:
            chosen[guess.field] = guess
    constants: dict[str, str] = {}
    if target is Target.ASKS and "kind" not in chosen:
        constants["kind"] = "recommendation"
        chosen["kind"] = Guess("kind", None, 0.3, USUAL, {})
    picked = {name: guess.heading for name, guess in chosen.items() if guess.heading is not None}
    mapping = ColumnMapping(
        target=target,
        headings=tuple(headings),
        columns=picked,
        constants=constants,
        day_first=_day_first(picked, columns),
        list_separator=_list_separator(picked, columns),
    )
    return Proposal(mapping, tuple(chosen.values()))


def _guesses(heading: str, cells: list[str], target: Target) -> list[Guess]:
    plain = folded(heading)
    named = _by_name(heading, plain, target)
    if named and named.field in CHECKED and cells and _share(cells, CHECKED[named.field]) < 0.5:
        named = Guess(named.field, heading, named.confidence / 2, DOUBTED, {"heading": heading})
    return ([named] if named else []) + _by_values(heading, cells, target)


def _by_name(heading: str, plain: str, target: Target) -> Guess | None:
    """Known, containing a known word (the longest), or resembling one, in that order."""
    exact = field_of(plain, target)
    if exact:
        first = folded(exact) == plain  # “name” is surer than “prison”, which may hold a code
        return Guess(exact, heading, 1.0 if first else 0.95, KNOWN, {"heading": heading})
    known = known_headings(target)
    words = [word for word in known if len(word) > 2 and f" {word} " in f" {plain} "]
    if words:
        word = max(words, key=len)
        return Guess(known[word], heading, 0.7, WITHIN, {"heading": heading, "word": word})
    close = difflib.get_close_matches(plain, known, n=1, cutoff=0.85) if len(plain) > 3 else []
    if close:
        return Guess(known[close[0]], heading, 0.6, RESEMBLES, {"heading": heading, "word": close[0]})
    return None


def _by_values(heading: str, cells: list[str], target: Target) -> list[Guess]:
    found = []
    for (of, name), table in SETS.items():
        if of is target and cells:
            known = set_words(table)
            share = sum(1 for cell in cells if folded(cell) in known) / len(cells)
            if share >= 0.6:
                found.append(Guess(name, heading, 0.6 * share, VALUES, {"share": f"{share:.0%}"[:-1]}))
    share = _share(cells, "date") if target is Target.ASKS else 0.0
    if share >= 0.8 and not all(cell.isdecimal() for cell in cells):
        found.append(Guess("date", heading, 0.5 * share, VALUES, {"share": f"{share:.0%}"[:-1]}))
    return found


def _by_length(columns: Mapping[str, list[str]], target: Target) -> list[Guess]:
    """The column of the longest texts is what is asked; the first with letters is the name of a place."""
    if target is Target.ASKS:
        lengths = {heading: sum(map(len, cells)) / len(cells) for heading, cells in columns.items() if cells}
        longest = max(lengths, key=lambda heading: lengths[heading], default=None)
        if longest is None or (lengths[longest] < LONG and len(columns) > 1):
            return []
        return [Guess("text", longest, 0.5, LONG_TEXT, {})]
    for heading, cells in columns.items():
        if any(any(character.isalpha() for character in cell) for cell in cells):
            return [Guess("name", heading, 0.4, FIRST_COLUMN, {})]
    return []


def _share(cells: Sequence[str], kind: str) -> float:
    reads: Mapping[str, Callable[[str], bool]] = {
        "date": lambda cell: read_date(cell).code != "date-unreadable",
        "number": lambda cell: any(character.isdecimal() for character in cell),
        "decimal": _is_decimal,
    }
    return sum(1 for cell in cells if reads[kind](cell)) / len(cells) if cells else 0.0


def _is_decimal(cell: str) -> bool:
    whole, _, part = cell.replace(",", ".").lstrip("+-").partition(".")
    return whole.isdecimal() and (not part or part.isdecimal())


def _day_first(picked: Mapping[str, str], columns: Mapping[str, list[str]]) -> bool | None:
    """What the sample proves of slashed dates; ``None`` where it proves nothing, or both."""
    shown = {
        order_shown(cell)
        for name, heading in picked.items()
        if CHECKED.get(name) == "date"
        for cell in columns[heading]
    } - {None}
    return shown.pop() if len(shown) == 1 else None


def _list_separator(picked: Mapping[str, str], columns: Mapping[str, list[str]]) -> str:
    cells = [cell for name in LISTS if name in picked for cell in columns[picked[name]]]
    return next((each for each in SEPARATORS if any(each in cell for cell in cells)), ";")
