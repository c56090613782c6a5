"""From the run of mentions that is a subject to the source that it names."""

import re
from collections.abc import Sequence
from itertools import pairwise

from habeas.documents.folding import folded
from habeas.documents.press.bodies import bodies
from habeas.documents.press.cast import Cast, Source
from habeas.documents.press.mentions import Kind, Mention, is_place, titled
from habeas.documents.press.passages import Span
from habeas.documents.press.sayings import run_from
from habeas.documents.press.words import any_of

_OWN = re.compile(r"(?:\b(?:its|their|sa|son|ses|leur)) ?$", re.IGNORECASE)
_A = re.compile(r"(?:\b(?:a|an|one|another|un|une)) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_PERSONAL = (Kind.NAME, Kind.ROLE)
_PHRASE = re.compile(
    r" (?:of|for|at|with) (?:the |a )?((?!the |a )(?:[\w'-]+ ){1,3}\w+)\Z| (?:du|de la|de l'|d'une?) ?(\w+)\Z"
)
_BEYOND = re.compile(r" des? [\w-]+")
_IS = re.compile(
    r" (?:is|was|has been|became|est|était|a été) (?:the |a |an |un |une |le |la |l')?(?:[\w-]+ )?",
    re.IGNORECASE,
)
_HEAD = 60
"""How far from the beginning of a sentence its subject may stand."""
_LISTED = re.compile(r"(?: ?\([^()]{1,30}\))?(?:,| and| et|, and) (?:the |la |le |les |l')?", re.IGNORECASE)
_WHO = re.compile(r",? (?:who|qui) ([^;:]{1,160})")


def source_of(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> Source | None:
    """Who the subject of a saying is, by its own words and by what was introduced before."""
    run = [each for each in run if each.kind is not Kind.ADJECTIVE]
    kinds = {each.kind for each in run}
    if _names_in(said, run):
        return _person(said, run, sentence, found, cast)
    if Kind.ROLE in kinds:
        return _by_role(said, run, sentence, found, cast)
    if Kind.PRONOUN in kinds:
        return cast.pronoun(run[-1].said)
    if Kind.DOCUMENT in kinds:
        return cast.document()
    return _organisation(said, run, cast)


def _names_in(said: str, run: Sequence[Mention]) -> list[Mention]:
    """The names that may be the speaker's."""
    return [each for each in run if each.kind is Kind.NAME and not (len(run) > 1 and _only_where(said, each))]


def _only_where(said: str, name: Mention) -> bool:
    """“Orland's Foreign Ministry”, “in Torvik”: a name that tells where another is."""
    return is_place(said, name) or said.startswith("'s", name.span[1])


def _person(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> Source:
    names = _names_in(said, run)
    best = max(names, key=lambda each: (" " in each.said, -each.span[0]))
    name, gender = titled(best, cast.words)
    roles = [each for each in run if each.kind is Kind.ROLE]
    role, organisation, key = _held(said, run, cast)
    if organisation is None and (told := _relative(said, run, sentence, found, cast)):
        organisation, key = _organisation_in(told, cast)
    if organisation is None and any(
        _OWN.search(said, max(0, role.span[0] - 8), role.span[0]) for role in roles
    ):
        last = cast.body_in_view or (cast.organisations[-1] if cast.organisations else None)
        organisation, key = (last.organisation, last.key) if last else (None, None)
    if organisation is None and role and cast.issuer:  # who speaks in a statement of a ministry speaks for it
        organisation, key = cast.issuer.organisation, cast.issuer.key
    gender = gender or _gender(role, cast)
    if role is None and organisation is None and " " not in best.said and cast.full(name) is None:
        return cast.organisation(
            Source(None, None, name)
        )  # a State, a town, a paper: nobody told of a person
    return cast.person(Source(name, role, organisation, key, gender))


def _relative(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> list[Mention]:
    """What a clause after the name tells of it: “who chairs the Orland Bar Association”."""
    clause = _WHO.match(said, run[-1].span[1], sentence[1])
    if clause is None or not re.match(any_of(cast.words["leads"]) + r"\b", clause[1]):
        return []
    start, end = clause.span()
    return [
        each for each in found if start <= each.span[0] and each.span[1] <= end and each.kind is not Kind.NAME
    ][:1]


def _held(said: str, run: Sequence[Mention], cast: Cast) -> tuple[str | None, str | None, str | None]:
    """Role, organisation and its key, the role with the organisation that it stands beside."""
    roles = [at for at, each in enumerate(run) if each.kind is Kind.ROLE]
    for index, at in enumerate(roles):
        until = roles[index + 1] if index + 1 < len(roles) else len(run)
        after = [each for each in run[at + 1 : until] if "," not in said[run[at].span[1] : each.span[0]]]
        before = run[max(0, at - 2) : at] if index == 0 else ()
        if run[at].key is None and (phrase := _phrase(said, run[at], after)):
            return run[at].said, phrase, None
        for beside in (after, before, run[at : at + 1]):
            organisation, key = _organisation_in(beside, cast)
            if organisation:
                return run[at].said, organisation, key
    role = max((run[at].said for at in roles), key=len, default=None)
    organisation, key = _organisation_in(run, cast)
    return (
        role or next((each.said for each in run if each.key and bodies().by_key[each.key].one_person), None),
        organisation,
        key,
    )


def _phrase(said: str, role: Mention, after: Sequence[Mention]) -> str | None:
    """The organisation beside a role as it is described: “a lawyer for the police union”."""
    groups = [each for each in after if each.kind in (Kind.GROUP, Kind.BODY)]
    if not groups or groups[-1].kind is not Kind.GROUP:
        return None
    found = _PHRASE.match(said, role.span[1], groups[-1].span[1])
    beyond = _BEYOND.match(said, groups[-1].span[1])
    if found is None:
        return None
    return (found[1] or found[2]) + (beyond[0] if beyond and found[2] else "")


def _organisation_in(run: Sequence[Mention], cast: Cast) -> tuple[str | None, str | None]:
    """The organisation that a run names, and its key: a body before an office, an office before a group."""
    named = [each.key for each in run if each.kind is Kind.BODY and each.key]
    if named:
        own = next((each for each in named if not bodies().by_key[each].umbrella), named[0])
        return cast.name_of(bodies().by_key[own]), own
    for each in run:
        if each.kind is Kind.SHORT and (key := cast.short(each.said, each.span[0])):
            return cast.name_of(bodies().by_key[key]), key
    for each in run:
        if each.kind is Kind.ORGANISATION:
            return cast.acronyms.get(each.said, each.said), None
    for each in run:
        if each.kind is Kind.ROLE and each.key:
            return cast.name_of(bodies().by_key[each.key]), each.key
    for each in run:
        if each.kind is Kind.GROUP and (group := cast.group(each.said)):
            return group.organisation, group.key
    return None, None


def _gender(role: str | None, cast: Cast) -> str | None:
    low = (role or "").lower()
    for gender, name in (("f", "feminine_roles"), ("m", "masculine_roles")):
        if any(re.search(rf"(?<![\w]){word}(?![\w])", low) for word in cast.words[name]):
            return gender
    return None


def _by_role(
    said: str, run: Sequence[Mention], sentence: Span, found: Sequence[Mention], cast: Cast
) -> Source | None:
    """A role without a name: a person known to hold it, else the role as it stands."""
    roles = [each for each in run if each.kind is Kind.ROLE]
    role, organisation, key = _held(said, run, cast)
    role = role or ""
    new = any(_A.search(said, max(0, each.span[0] - 30), each.span[0]) for each in roles)
    beside, _key = _organisation_in([each for each in run if each.kind is not Kind.ROLE], cast)
    before = None if new else cast.by_role(role)
    if before and (beside is None or before.organisation in (None, beside)):
        return cast.person(before)
    if not new and key and (before := cast.of_key(key)):
        return cast.person(before)
    if organisation is None:
        organisation, key = _organisation_in(
            [
                each
                for each in found
                if each.span[1] <= run[0].span[0]
                and each.kind in (Kind.BODY, Kind.SHORT, Kind.ORGANISATION, Kind.GROUP)
            ],
            cast,
        )
    return Source(None, role, organisation, key, _gender(role, cast), level=1.0 if organisation else 0.5)


def _organisation(said: str, run: Sequence[Mention], cast: Cast) -> Source | None:
    several = [each for each in run if each.kind in (Kind.ORGANISATION, Kind.BODY)]
    if len(several) > 1 and _is_list(said, several):
        names = [cast.acronyms.get(each.said, each.said) for each in several]
        return cast.organisation(Source(None, None, ", ".join(names)))
    by_kind = {each.kind: each for each in reversed(run)}
    if Kind.BODY in by_kind or Kind.ORGANISATION in by_kind:
        name, key = _organisation_in(several, cast)
        return cast.organisation(Source(None, None, name, key))
    if short := by_kind.get(Kind.SHORT):
        if key := cast.short(short.said, short.span[0]):
            return cast.organisation(cast.of_body(key, level=0.5))
        if folded(short.said) in cast.ambiguous:
            return None
        return cast.organisation(cast.group(short.said) or Source(None, None, short.said, level=0.5))
    if group := by_kind.get(Kind.GROUP):
        known = cast.group(group.said) or Source(None, None, group.said, level=0.5)
        return cast.organisation(known)
    party = by_kind.get(Kind.PARTY)
    return Source(None, None, party.said) if party else None


def _is_list(said: str, several: Sequence[Mention]) -> bool:
    """“A, the B, and C”: organisations that speak together."""
    gaps = [said[one.span[1] : other.span[0]] for one, other in pairwise(several)]
    return all(_LISTED.fullmatch(gap) for gap in gaps)


def introduce(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """What a sentence names becomes known to the sentences after it."""
    for each in found:
        bracketed = re.compile(r",? ?\(([A-ZÀ-Þ]{2,8})\)").match(said, each.span[1])
        if each.kind is Kind.ORGANISATION:
            cast.mentioned = Source(None, None, cast.acronyms.get(each.said, each.said))
        if bracketed and each.kind is Kind.ORGANISATION:
            cast.acronyms[bracketed[1]] = each.said
            cast.acronyms.setdefault(each.said, each.said)
    if not found or found[0].span[0] - sentence[0] > _HEAD:
        return
    run = run_from(said, 0, sentence, found, cast.words)
    if (
        run
        and run[0].kind in (Kind.BODY, Kind.ORGANISATION)
        and not any(each.kind in _PERSONAL for each in run)
    ):
        name, key = _organisation_in(run, cast)
        cast.view_body(Source(None, None, name, key))
    names = [
        each for each in run if each.kind is Kind.NAME and " " in each.said and not _only_where(said, each)
    ]
    if names:
        name, gender = titled(names[0], cast.words)
        told = _held(said, run, cast) if len(run) > 1 else _what_it_is(said, names[0], found, cast)
        cast.view(Source(name, *told, gender))


def _what_it_is(
    said: str, name: Mention, found: Sequence[Mention], cast: Cast
) -> tuple[str | None, str | None, str | None]:
    """Role and organisation where the sentence says what somebody is: “NAME is a member of the Committee”."""
    after = [each for each in found if each.span[0] >= name.span[1]][:3]
    if (
        not after
        or after[0].kind is not Kind.ROLE
        or not _IS.fullmatch(said[name.span[1] : after[0].span[0]])
    ):
        return None, None, None
    return after[0].said, *_organisation_in(after, cast)
