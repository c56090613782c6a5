"""A question as the query of the index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import tantivy

from habeas.search.items import Facet
from habeas.search.query import Either, Every, Part, Passage, Query, Term, Without
from habeas.search.words import LEAST, known, lemmas, pieces, stump

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Clause: TypeAlias = tuple[tantivy.Occur, tantivy.Query]
_WRITTEN, _LABEL, _PIECES, _BEFORE = 2.0, 0.5, 0.2, 6.0
"""How much more a word counts that stands there as it was typed, less in a label or by its pieces; and what
a kind that is not behind has before one that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question, for whom it is asked, and how it is narrowed."""

    query: Query
    seen_by: frozenset[str] | None
    """Marks of which an item needs one; ``None`` for who may see everything."""
    opened: frozenset[str] | None = frozenset()
    """Marks of items that are found by what is within, too; ``None`` for all."""
    in_doubt: frozenset[str] = frozenset()
    """What rests on one of these is left out."""
    behind: frozenset[str] = frozenset()
    """Kinds that come a little later than others that have as much of what is looked for."""
    without: frozenset[str] = frozenset()
    """Kinds that are left out, for whoever may see everything else."""
    narrowed: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    """Of each facet one of these values."""


class Asking:
    """Makes the query for one index: its schema, and the languages that its texts are in."""

    def __init__(self, schema: tantivy.Schema, languages: frozenset[str]) -> None:
        self._schema = schema
        self._languages = languages

    def whole(self, wanted: Wanted) -> tantivy.Query:
        """The question with all that it is held to."""
        parts = self._all_of(wanted.query.wanted, wanted.opened)
        if wanted.seen_by is not None:
            parts.append((_MUST, self._any_of("seen", wanted.seen_by)))
        for facet, values in wanted.narrowed.items():
            if values:
                parts.append((_MUST, self._any_of(facet.value, frozenset(values))))
        if wanted.without:
            parts.append((_NOT, self._any_of(Facet.KIND.value, wanted.without)))
        if wanted.in_doubt:
            parts.append((_NOT, self._any_of("rests", wanted.in_doubt)))
        if wanted.behind:
            before = [
                (_MUST, tantivy.Query.all_query()),
                (_NOT, self._any_of(Facet.KIND.value, wanted.behind)),
            ]
            first = tantivy.Query.const_score_query(tantivy.Query.boolean_query(before), _BEFORE)
            parts.append((_SHOULD, first))
        return tantivy.Query.boolean_query(parts)

    def _any_of(self, field_name: str, values: frozenset[str]) -> tantivy.Query:
        held = tantivy.Query.term_set_query(self._schema, field_name, sorted(values))
        return tantivy.Query.const_score_query(held, 0.0)

    def _all_of(self, part: Part, opened: frozenset[str] | None) -> list[_Clause]:
        """What must be there and what must not, side by side: one within another takes twice as long."""
        match part:
            case Every():
                return [clause for one in part.parts for clause in self._all_of(one, opened)]
            case Without():
                return [(_NOT, _either(self._one_of(part.part, opened)))]
            case _:
                return [(_MUST, _either(self._one_of(part, opened)))]

    def _one_of(self, part: Part, opened: frozenset[str] | None) -> list[tantivy.Query]:
        """That of which one must be there, side by side likewise."""
        match part:
            case Term():
                return self._term(part, opened)
            case Passage():
                return self._within(lambda name: self._passage(name, part.words), opened)
            case Either():
                return [query for one in part.parts for query in self._one_of(one, opened)]
            case Every():
                return [tantivy.Query.boolean_query(self._all_of(part, opened))]
            case Without():  # never alone: the reading of questions refuses it
                raise ValueError("what is not wanted stands beside what is")

    def _within(
        self, make: Callable[[str], tantivy.Query], opened: frozenset[str] | None
    ) -> list[tantivy.Query]:
        """In the texts; and in what is within, where that is open."""
        found = [make("body")]
        if opened is None:
            found.append(make("inner"))
        elif opened:
            held = [(_MUST, make("inner")), (_MUST, self._any_of("seen", opened))]
            found.append(tantivy.Query.boolean_query(held))
        return found

    def _passage(self, name: str, words: tuple[str, ...]) -> tantivy.Query:
        if len(words) == 1:
            return self._word(name, words[0])
        return tantivy.Query.phrase_query(self._schema, name, [*words])

    def _word(self, name: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, name, word)

    def _beginning(self, name: str, letters: str) -> tantivy.Query:
        # At no distance and as a beginning: an expression for it takes milliseconds to be made.
        return tantivy.Query.fuzzy_term_query(self._schema, name, letters, distance=0, prefix=True)

    def _term(self, term: Term, opened: frozenset[str] | None) -> list[tantivy.Query]:
        if term.begins:
            return self._within(lambda name: self._beginning(name, term.even), opened)
        written = self._within(lambda name: self._word(name, term.even), opened)
        found = [tantivy.Query.boost_query(one, _WRITTEN) for one in written]
        found.append(tantivy.Query.boost_query(self._word("label", term.even), _LABEL))
        found += [self._word("lemma", lemma) for lemma in lemmas(term.text, self._languages)]
        if len(term.even) >= LEAST and not known(term.text, self._languages):
            near = tantivy.Query.phrase_query(self._schema, "tri", [*pieces(stump(term.even))])
            found.append(tantivy.Query.boost_query(near, _PIECES))
        return found


def _either(queries: list[tantivy.Query]) -> tantivy.Query:
    return (
        queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(_SHOULD, one) for one in queries])
    )
