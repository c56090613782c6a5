"""Who or what a sentence mentions that could speak: bodies, roles, names, pronouns, documents, groups."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from habeas.documents.press.bodies import Named, bodies, parties
from habeas.documents.press.passages import Span
from habeas.documents.press.words import LETTER, UPPER, Words, any_of, words
from habeas.documents.written_dates import months_in, weekdays_in


class Kind(StrEnum):
    """What is mentioned."""

    BODY = "body"
    SHORT = "short"
    ROLE = "role"
    NAME = "name"
    ORGANISATION = "organisation"
    PRONOUN = "pronoun"
    DOCUMENT = "document"
    GROUP = "group"
    PARTY = "party"
    ADJECTIVE = "adjective"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention; ``key`` is that of a body, or of the body for which a role speaks."""

    kind: Kind
    span: Span
    said: str
    key: str | None = None


PERSONS = frozenset({Kind.NAME, Kind.ROLE, Kind.PRONOUN})
"""What a person may be told by."""
SPEAKERS = frozenset({Kind.NAME, Kind.ROLE, Kind.BODY, Kind.ORGANISATION, Kind.SHORT, Kind.GROUP})
"""What speaks by itself, and means nothing that stands elsewhere."""
_CAPITAL = rf"[{UPPER}](?:{LETTER}|-(?=[{UPPER}])|'(?!s\b)(?={LETTER})){{0,40}}"
_BRACKETED = re.compile(rf" \(([{UPPER}]{{2,8}})\)")
_WORDS = re.compile(r"[^\W\d_][\w'-]*(?=[ ]|\Z)")
_OFFICE = "'s office"
_LONGEST_NAME = 100
_ACRONYM = re.compile(rf"[{UPPER}]{{2,8}}")
_PLACE = re.compile(r"\b(?:in|at|from|near|to|of|for|à|en|de|du|des|au) ?$", re.IGNORECASE)


@dataclass(frozen=True)
class _Patterns:
    name: re.Pattern[str]
    role: re.Pattern[str]
    organisation: re.Pattern[str]
    introduced: re.Pattern[str]
    pronoun: re.Pattern[str]
    document: re.Pattern[str]
    group: re.Pattern[str]
    other: re.Pattern[str]
    of_where: re.Pattern[str]
    where: re.Pattern[str]
    stop: frozenset[str]
    in_names: frozenset[str]
    likes: frozenset[str]
    things: frozenset[str]
    titles: tuple[str, ...]


@cache
def _patterns(language: str) -> _Patterns:
    known = words(language)
    title = any_of([*known["titles_m"], *known["titles_f"], *known["titles"]])
    particle = any_of(known["particles"])
    head, before, of = any_of(known["role_heads"]), any_of(known["role_before"]), any_of(known["role_of"])
    noun, link = any_of(known["organisation_nouns"]), any_of(known["organisation_links"])
    named, middle = rf"{_CAPITAL}(?: {_CAPITAL}){{0,4}}", rf"[{UPPER}]\.(?= [{UPPER}])"
    part = rf"(?:{particle} ?){{0,2}}{_CAPITAL}"
    linked = rf"(?: {{1,3}}{link}){{1,3}}(?: |(?<=')){_CAPITAL}(?:'? {_CAPITAL}){{0,3}}"
    low = rf"(?: {{1,3}}{link}){{1,3}}(?: |(?<=')){LETTER}+" if language == "fr" else linked
    no_place = any_of(
        [*known["role_heads"], *weekdays_in(language), *months_in(language), *known["titles_m"]]
    )
    where = rf"(?: (?!(?i:{no_place})\b){_CAPITAL}(?![\w'-]| [{UPPER}]))?" if language == "en" else ""
    adjective = rf"(?: {LETTER}{{3,20}})?" if language == "fr" else ""
    groups = any_of(
        {*known["groups"], *(f"{each}s" for each in (*known["groups"], *known["role_heads"]))}
        - {*known["leads"]}
    )
    likes = any_of(known["organisation_like"])
    no_head = rf"(?!{any_of([*known['prepositions'], *known['no_nouns']])}(?![\w-]))"
    full_months = list(months_in(language))[:12]  # “Jan” and “Mar” are names of persons too
    return _Patterns(
        re.compile(rf"(?:{title} {{1,3}})?{_CAPITAL}(?: {{1,3}}(?:{middle}|{part})){{0,4}}"),
        re.compile(
            rf"(?<![\w-])(?:{before}[ -]){{0,3}}{head}(?![\w-])(?:{adjective} {of}(?![\w-]))?", re.IGNORECASE
        ),
        re.compile(
            rf"(?<![\w-])(?:(?:{_CAPITAL}'? ){{1,4}}{noun}(?![\w-])(?:{linked}){{0,2}}{where}"
            rf"|{noun}(?:{low}){{1,2}})(?![\w-])"
        ),
        re.compile(
            rf"(?<![\w-])(?:{likes} )"
            rf"({_CAPITAL}(?:(?: {_CAPITAL}){{1,3}}| (?:(?:of|du|des|de la|de) )?{LETTER}+)?)"
            rf"|(?<![\w-])({named})"
            rf"(?= ?(?:\([^)]{{1,30}}\))?, (?:a|an|une|un) (?:{no_head}[\w'-]+ ){{0,4}}{likes}(?![\w-]))"
        ),
        re.compile(
            r"(?<![\w-])(?<!de )(?<!of )(?<!to )(?<!by )"
            + any_of([*known["masculine"], *known["feminine"], *known["neuter"]])
            + r"(?![\w-])",
            re.IGNORECASE,
        ),
        known.pattern(r"(?<![\w-])", "documents", r"(?![\w-])"),
        re.compile(
            rf"(?<![\w-])(?:{any_of([*known['group_before'], '-'])} )?(?:{groups}'? )?{groups}"
            rf"{known['group_after']}(?![\w-])",
            re.IGNORECASE,
        ),
        known.pattern(r"(?<![\w-])", "other_bodies", r" \Z", exact=True),
        re.compile(rf"(?<![\w-])(?!(?:{known['worldwide']})\b)({_CAPITAL}) \Z"),
        re.compile(rf" (?:d'|de |du )(?!(?:{known['worldwide']})\b)({_CAPITAL})"),
        frozenset(known["stop"])
        | {word.capitalize() for word in (*full_months, *weekdays_in(language), *known["seasons"])},
        frozenset(known["stop_in_names"]),
        frozenset(known["organisation_like"]),
        frozenset(known["things"]),
        (*known["titles_m"], *known["titles_f"], *known["titles"]),
    )


def mentions(said: str, span: Span, known: Words, acronyms: Iterable[str] = ()) -> list[Mention]:
    """All of a stretch of the skeleton in order; each place once, as the surest of what it may be."""
    patterns, taken = _patterns(known.language), _Taken()
    taken.take_all(_bodies(said, span, patterns))
    taken.take_all(_organisations(said, span, patterns))
    for free in taken.free(span):  # “spokesman | of the interior minister”, who is taken
        taken.take_all(_roles(said, free, patterns))
    groups = [
        Mention(Kind.GROUP, found.span(), found[0])
        for free in taken.free(span)
        for found in patterns.group.finditer(said, *free)
    ]
    taken.take_all(each for each in groups if " " in each.said)  # “court of appeal”
    for found in bodies().short.finditer(said, *span):
        taken.take(Mention(Kind.SHORT, found.span(), found[0]))
    taken.take_all(groups)
    for kind, pattern in ((Kind.DOCUMENT, patterns.document), (Kind.PRONOUN, patterns.pronoun)):
        for found in pattern.finditer(said, *span):
            taken.take(Mention(kind, found.span(), found[0]))
    for free in taken.free(span):
        taken.take_all(_names(said, free, patterns, frozenset(acronyms), first=span[0]))
    return _with_modifiers(sorted(taken.kept, key=lambda one: one.span))


def _bodies(said: str, span: Span, patterns: _Patterns) -> Iterator[Mention]:
    for body in bodies().named(said, *span):
        kind = Kind.ROLE if body.office else Kind.BODY
        other = patterns.other.search(said, span[0], body.span[0])  # “Military Prosecutor's Office”
        place = (other.start(), body.span[1]) if other else _namesake(said, span, body, patterns)
        if place:
            yield Mention(kind if body.office else Kind.ORGANISATION, place, said[slice(*place)])
        else:
            yield Mention(kind, body.span, said[slice(*body.span)], body.key)


def _roles(said: str, span: Span, patterns: _Patterns) -> Iterator[Mention]:
    """Roles; “the mayor's office” is none, but a group that speaks for one."""
    for found in patterns.role.finditer(said, *span):
        end = found.end() + len(_OFFICE)
        if said.startswith(_OFFICE, found.end()):
            yield Mention(Kind.GROUP, (found.start(), end), said[found.start() : end])
        else:
            yield Mention(Kind.ROLE, found.span(), found[0], _office(found[0]))


def _namesake(said: str, span: Span, body: Named, patterns: _Patterns) -> Span | None:
    """“The Norland Committee against Torture”: another than the international one of that name."""
    one = bodies().by_key[body.key]
    if body.office or one.national or one.umbrella or " " not in said[slice(*body.span)]:
        return None
    before = patterns.of_where.search(said, max(span[0], body.span[0] - 60), body.span[0])
    if before and before[1] not in patterns.stop:
        return before.start(1), body.span[1]
    after = patterns.where.match(said, body.span[1], span[1])
    return (body.span[0], after.end()) if after else None


def _office(role: str) -> str | None:
    """The body for which a role speaks that has a word within: “ministre velmarkais de la Justice”."""
    head, _, rest = role.partition(" ")
    without = f"{head} {rest.partition(' ')[2]}"
    named = next(bodies().named(without), None)
    return named.key if named and named.office and named.span == (0, len(without)) else None


def _with_modifiers(found: list[Mention]) -> list[Mention]:
    """“Washington Director”, “Torvik judges”: a single name right before a role or group is part of it."""
    kept = list[Mention]()
    for each in found:
        before = kept[-1] if kept else None
        adjoins = before is not None and before.span[1] + 1 == each.span[0]
        if (
            before
            and adjoins
            and each.kind in (Kind.ROLE, Kind.GROUP)
            and before.kind in (Kind.NAME, Kind.ROLE)
            and " " not in before.said
            and before.key is None
        ):
            kept[-1] = Mention(
                each.kind, (before.span[0], each.span[1]), f"{before.said} {each.said}", each.key
            )
        else:
            kept.append(each)
    return kept


class _Taken:
    """Mentions that do not overlap; the first to come stays."""

    def __init__(self) -> None:
        self.kept: list[Mention] = []
        self._places: set[int] = set()

    def take(self, mention: Mention) -> None:
        places = range(*mention.span)
        if not self._places.intersection(places):
            self._places.update(places)
            self.kept.append(mention)

    def take_all(self, found: Iterable[Mention]) -> None:
        for each in found:
            self.take(each)

    def free(self, span: Span) -> list[Span]:
        """What lies between them."""
        starts = [span[0], *sorted(each.span[1] for each in self.kept)]
        ends = [*sorted(each.span[0] for each in self.kept), span[1]]
        return [*zip(starts, ends, strict=True)]


def _organisations(said: str, span: Span, patterns: _Patterns) -> Iterator[Mention]:
    yield from _by_acronym(said, span)
    for found in patterns.organisation.finditer(said, *span):
        start, text = found.start(), found[0]
        while text.partition(" ")[0] in patterns.stop - patterns.in_names and " " in text:
            start, text = start + text.index(" ") + 1, text[text.index(" ") + 1 :]
        whole = (
            found if " " in text else patterns.organisation.match(said, start, span[1])
        )  # “La Ligue des …”
        if whole:
            yield Mention(Kind.ORGANISATION, (start, whole.end()), said[start : whole.end()])
    for found in patterns.introduced.finditer(said, *span):
        group = 1 if found[1] else 2
        yield Mention(Kind.ORGANISATION, found.span(group), found[group])


def _by_acronym(said: str, span: Span) -> Iterator[Mention]:
    """A name of any words that an acronym stands behind: “Light on Custody (LOC)”."""
    for acronym in _BRACKETED.finditer(said, *span):
        letters = acronym[1]
        before = [*_WORDS.finditer(said, max(span[0], acronym.start() - _LONGEST_NAME), acronym.start())]
        for at in range(len(before) - 1, -1, -1):
            words_of = [each[0] for each in before[at:]]
            if len(words_of) > 2 * len(letters) + 2:
                break
            if words_of[0][0] == letters[0] and _spell(words_of, letters) and len(words_of) > 1:
                yield Mention(
                    Kind.ORGANISATION,
                    (before[at].start(), acronym.start()),
                    said[before[at].start() : acronym.start()],
                )
                break


def _spell(said: list[str], letters: str) -> bool:
    """Whether the words' first letters are those, small words counted or not."""
    capital = "".join(word[0] for word in said if word[0].isupper())
    return letters in (capital, "".join(word[0] for word in said).upper())


def _names(
    said: str, span: Span, patterns: _Patterns, acronyms: frozenset[str], *, first: int
) -> Iterator[Mention]:
    for found in patterns.name.finditer(said, *span):
        start, text = _without_stops(found, patterns, acronyms)
        if not text.strip():
            continue
        if text[:2] in ("L'", "D'") and _ACRONYM.fullmatch(text[2:]):
            start, text = start + 2, text[2:]  # “L'OP”, at the beginning of a French sentence
        names, adjectives = parties()
        head, _, rest = text.partition(" ")
        if rest and head.lower() in adjectives:
            yield Mention(Kind.ADJECTIVE, (start, start + len(head)), head)
            start, text = start + len(head) + 1, rest
        if " " in text and text in acronyms:
            yield Mention(Kind.ORGANISATION, (start, found.end()), text)
        elif text.lower() in adjectives | names:
            yield Mention(Kind.PARTY if text.lower() in names else Kind.ADJECTIVE, (start, found.end()), text)
        elif text.rsplit(" ", 1)[-1] in patterns.things:
            continue
        elif _ACRONYM.fullmatch(text):
            if text not in patterns.likes and (text in acronyms or start > first):
                yield Mention(Kind.ORGANISATION, (start, found.end()), text)
        else:
            yield Mention(Kind.NAME, (start, found.end()), text)


def _without_stops(found: re.Match[str], patterns: _Patterns, acronyms: frozenset[str]) -> tuple[int, str]:
    """Where a name begins, and it, without what has its capital from elsewhere: “Asked”, “The”."""
    start, text = found.start(), found[0]
    while (
        text
        and text not in acronyms
        and text.split(" ", 1)[0].rstrip("'") in patterns.stop
        and not text.startswith(patterns.titles)
    ):
        head, _, rest = text.partition(" ")
        start, text = start + len(head) + 1, rest
    while start > found.start() and text[:1].islower() and " " in text:  # “République | de Torvik”
        head, _, rest = text.partition(" ")
        start, text = start + len(head) + 1, rest
    return start, text


def is_place(said: str, mention: Mention) -> bool:
    """Whether a single capitalised word stands where places do: “in Torvik”."""
    return " " not in mention.said and bool(_PLACE.search(said, max(0, mention.span[0] - 6), mention.span[0]))


def titled(mention: Mention, known: Words) -> tuple[str, str | None]:
    """The name without its title, and ``m`` or ``f`` where the title tells."""
    for gender, titles in (("m", "titles_m"), ("f", "titles_f"), (None, "titles")):
        for title in sorted(known[titles], key=len, reverse=True):
            if mention.said.startswith(f"{title} "):
                name = mention.said[len(title) :].strip()
                return name if len(name) > 1 else mention.said, gender  # “Ms K”
    rank, _, name = mention.said.partition(" ")
    return (name if name and _ACRONYM.fullmatch(rank) else mention.said), None  # “ACC Corrie”
