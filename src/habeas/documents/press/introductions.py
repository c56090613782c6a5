"""What a sentence names is known to those after it: who holds what, whose a report is, who is “she”."""

import re
from collections.abc import Sequence
from dataclasses import replace

from habeas.documents.press.bodies import bodies
from habeas.documents.press.cast import Cast, Source
from habeas.documents.press.clauses import heads, main_clause, person_at
from habeas.documents.press.mentions import Kind, Mention, titled
from habeas.documents.press.passages import Span
from habeas.documents.press.runs import run_from
from habeas.documents.press.sources import (
    by_article,
    gender_of,
    held_by,
    is_new,
    names_in,
    of_document,
    organisation_in,
)

_IS = re.compile(
    r",? (?:is|was|has been|became|est|était|a été) (?:the |a |an |un |une |le |la |l')?(?:[\w-]+ )?",
    re.IGNORECASE,
)
_BEGINS = 12
"""Characters of “At the” and a line's beginning before what a sentence begins with."""
_ACRONYM = re.compile(r",? ?\(([A-ZÀ-Þ]{2,8})\)")
_APPOSED = re.compile(r", (?:the |an? |its |l[ea] |l'|une? |sa |son )?")
_OBLIQUE = re.compile(r"\b(?:by|with|from|against|about|par|avec|contre) (?:the |la |le |l')?\Z")
_AGED = re.compile(r", (?:aged )?\d{1,2}(?: ans)?,")
_IN_A = re.compile(r"\b(?:[Ii]n|[Dd]ans) (?:an?|its|their|the|une?|son|sa|leur|l[ea])(?: [\w'-]+){0,3} \Z")
_BY = re.compile(r" (?:by|from|du|de la|de l'|d'|des|de) ?(?:the |la |le |l')?(?:[\w']+ ){0,2}")
_SEVERAL = (Kind.GROUP, Kind.SHORT)
_NO = re.compile(r"\b(?:no|aucune?|nul(?:le)?|chaque|each|every) \Z", re.IGNORECASE)
_LEADS = (
    r",? (?:who |qui )?(?:has |had |a )?(",
    "leads",
    r") (?:the |le |la |l')?(?:(?:[a-z]+ ){1,3}of )?",
)
_WHO_LEADS = r"\b(?:he|she|il|elle|who|qui) (?:has |had |a )?", "leads", r" (?:the |le |la |l')?\Z"
_NEAR = 40
"""How far before an organisation it may stand that somebody leads it."""
_HEAD = 60
"""How far from the beginning of a sentence its subject may stand."""


def introduce(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """What a sentence names becomes known to the sentences after it."""
    _introduce_organisations(said, found, cast)
    _introduce_authors(said, sentence, found, cast)
    _introduce_holders(said, sentence, found, cast)
    begin = main_clause(said, sentence, cast.words.language)
    inside = [each for each in found if each.span[0] >= begin]
    if someone := _someone_at(said, (begin, sentence[1]), inside, cast):
        _view_holder(said, [someone], cast)
        return
    if not inside or inside[0].span[0] - begin > _HEAD:
        return
    away = _no_name(inside[0], sentence, cast) or _told_later(said, inside)
    run = run_from(said, 1 if away and len(inside) > 1 else 0, sentence, inside, cast.words)
    if not run:
        return
    _view_organisation(said, begin, run, cast)
    begins = heads(said, begin, run[0].span[0], cast.words.language)
    if begins and run[0].kind is Kind.DOCUMENT:
        cast.view_body(of_document(said, run[0], cast))
    if not _OBLIQUE.search(said, max(0, run[0].span[0] - 16), run[0].span[0]):  # “Asked by NAME, …”
        _view_person(said, sentence, run, found, cast, begins=begins)


def _someone_at(said: str, clause: Span, inside: Sequence[Mention], cast: Cast) -> Mention | None:
    """Somebody without a name whom a clause begins with, and whom no list knows."""
    someone = person_at(said, clause, cast.words.language)
    if someone is None or not inside:
        return someone
    beside = said[: inside[0].span[0]].endswith(", ")  # “A baker, he was …”
    return None if beside or inside[0].span[0] <= someone.span[0] else someone


def _view_organisation(said: str, begin: int, run: Sequence[Mention], cast: Cast) -> None:
    """The body, or the group, that a clause begins with: “it” and “they” after it."""
    unknown = run[0].kind is Kind.SHORT and not cast.short(run[0].said, run[0].span[0])
    organised = any(each.kind in (Kind.BODY, Kind.ORGANISATION, Kind.SHORT) for each in run)
    held = any(each.kind in (Kind.ROLE, Kind.DOCUMENT) for each in run) or names_in(said, run)
    if organised and not unknown and not held:
        name, key = organisation_in(run, cast)
        if name and not (key and bodies().by_key[key].umbrella):
            cast.view_body(Source(None, None, name, key, cast.gender_of_word(run[0].said)))
    elif len(run) == 1 and run[0].kind in _SEVERAL and run[0].span[0] - begin <= _BEGINS:
        gender = by_article(said, run[0], cast)
        known = None if is_new(said, run[0]) else cast.group(run[0].said)
        known = known or Source(None, None, run[0].said)
        cast.view_body(replace(known, gender=gender or known.gender))


def _view_person(
    said: str, sentence: Span, run: Sequence[Mention], found: Sequence[Mention], cast: Cast, *, begins: bool
) -> None:
    """The person that a clause begins with: “she” after it."""
    held = any(each.kind is Kind.ROLE for each in run)
    names = [
        each
        for each in names_in(said, run)
        if held or _full(each, cast) or _AGED.match(said, each.span[1], sentence[1])
    ]
    if begins and not names:
        _view_holder(said, run, cast)
    if names:
        name, gender = titled(names[0], cast.words)
        told = held_by(said, run, cast) if len(run) > 1 else (None, None, None)
        if told[1] is None:
            is_what = _what_it_is(said, run[-1], sentence, found, cast)
            told = is_what if is_what[1] or not told[0] else told
        cast.view(Source(name, *told, gender))


def _introduce_authors(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """“A report by the Committee”."""
    for at, each in enumerate(found[:-1]):
        run = run_from(said, at + 1, sentence, found, cast.words) if each.kind is Kind.DOCUMENT else ()
        if run and _BY.fullmatch(said, each.span[1], run[0].span[0]):
            role = next((one.said for one in run if one.kind is Kind.ROLE), None)
            name, key = organisation_in(run, cast)
            if name or role:
                cast.authors[each.said.lower()] = Source(None, None if name else role, name, key)


def _introduce_organisations(said: str, found: Sequence[Mention], cast: Cast) -> None:
    for each in found:
        if each.kind is not Kind.ORGANISATION:
            continue
        longer = (
            name
            for name in cast.acronyms.values()
            if name.startswith(f"{each.said} ") or (each.said.isupper() and _initials(name) == each.said)
        )
        whole = cast.acronyms.setdefault(each.said, next(longer, each.said))
        cast.mentioned = Source(None, None, whole)
        if bracketed := _ACRONYM.match(said, each.span[1]):
            cast.acronyms[bracketed[1]] = each.said


def _initials(name: str) -> str:
    return "".join(re.findall(r"(?<![\w'])[A-ZÀ-Þ]", name))


def _view_holder(said: str, run: Sequence[Mention], cast: Cast) -> None:
    """“The commissioner was there”: whoever is known to be it, or whoever it is, may be “she” after it."""
    role = run[0]
    if role.kind is not Kind.ROLE:
        return
    if role.key and role.key in cast.words["one_with_office"]:
        cast.view_body(cast.of_body(role.key))
    holder = None if is_new(said, role) else cast.by_role(role.said)
    if holder and holder.name:
        cast.view(holder)
    elif (
        not role.key and all(each.kind is Kind.ROLE for each in run) and not _may_be_told_of(said, role, cast)
    ):
        gender = by_article(said, role, cast) or gender_of(role.said, cast)
        cast.view_someone(Source(None, role.said, gender=gender))


def _may_be_told_of(said: str, role: Mention, cast: Cast) -> bool:
    """“The former nurse”, after a name of whom nothing was told; “no prisoner” is nobody."""
    if _NO.search(said, max(0, role.span[0] - 8), role.span[0]):
        return True
    elsewhere = is_new(said, role) or said.rfind("\n", max(0, role.span[0] - _BEGINS), role.span[0]) >= 0
    meant = None if elsewhere else cast.last_person()
    return meant is not None and not meant.role and not meant.organisation


def _introduce_holders(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """“… received the President of the Committee, NAME”: whoever is told with role and organisation."""
    done = sentence[0]
    for at, each in enumerate(found):
        if each.kind is not Kind.ROLE or each.span[0] < done:
            continue
        if is_new(said, each) and each.key is None:
            cast.unnamed = Source(None, each.said, gender=gender_of(each.said, cast))
        run = run_from(said, max(0, at - 1) if _joins(said, found, at) else at, sentence, found, cast.words)
        names = [one for one in names_in(said, run) if " " in titled(one, cast.words)[0]]
        role, organisation, key = held_by(said, run, cast) if names else (None, None, None)
        if len(names) == 1 and organisation:
            name, gender = titled(names[0], cast.words)
            cast.note(Source(name, role, organisation, key, gender or gender_of(role, cast)))
        done = run[-1].span[1] if run else each.span[1]


def _joins(said: str, found: Sequence[Mention], at: int) -> bool:
    """Whether a name stands right before a role: “NAME, the President of”."""
    before = found[at - 1] if at else None
    gap = said[before.span[1] : found[at].span[0]] if before else ""
    return before is not None and before.kind is Kind.NAME and bool(_APPOSED.fullmatch(gap))


def write(said: str, sentence: Span, found: Sequence[Mention], speaks: Source, cast: Cast) -> None:
    """“In a report, the Committee said”: whose the report is from here on."""
    for each in found:
        if each.kind is Kind.DOCUMENT and _IN_A.search(said, sentence[0], each.span[0]):
            cast.authors[each.said.lower()] = speaks


def introduce_someone(said: str, sentence: Span, found: Sequence[Mention], cast: Cast) -> None:
    """“An official came”: a sentence that begins with one who has no name, and in which nobody speaks."""
    if not found or found[0].span[0] - sentence[0] > _HEAD:
        return
    run = run_from(said, 0, sentence, found, cast.words)
    if not run or run[0].kind is not Kind.ROLE or names_in(said, run):
        return
    if is_new(said, run[0]):
        cast.someone(Source(None, *held_by(said, run, cast), level=0.5))


def _no_name(first: Mention, sentence: Span, cast: Cast) -> bool:
    """A word that has its capital from where it stands: “Back in his flat, NAME …”."""
    alone = first.kind is Kind.NAME and " " not in first.said and first.span[0] == sentence[0]
    return alone and cast.full(first.said) is None


def _told_later(said: str, found: Sequence[Mention]) -> bool:
    """“Before she sits down, NAME …”: a pronoun that stands before its name."""
    if len(found) < 2:
        return False
    one, other = found[:2]
    between = said[one.span[1] : other.span[0]]
    return one.kind is Kind.PRONOUN and other.kind is Kind.NAME and between.endswith(", ")


def _full(name: Mention, cast: Cast) -> bool:
    """Whether it is told in full, or is the surname of one who is named in full anywhere."""
    return " " in name.said or cast.full(titled(name, cast.words)[0]) is not None


def _what_it_is(
    said: str, last: Mention, sentence: Span, found: Sequence[Mention], cast: Cast
) -> tuple[str | None, str | None, str | None]:
    """Role and organisation where the sentence says what somebody is: “NAME is a member of the Committee”.

    And whom they lead: “NAME has headed the Committee”.
    """
    after = [each for each in found if each.span[0] >= last.span[1]][:3]
    if not after:
        return None, None, None
    between = said[last.span[1] : after[0].span[0]]
    if after[0].kind is Kind.ROLE and _IS.fullmatch(between):
        return after[0].said, *organisation_in(after, cast)
    leads = cast.words.pattern(*_LEADS, exact=True).fullmatch(between)
    if after[0].kind in (Kind.BODY, Kind.ORGANISATION) and leads:
        return cast.words["leads_as"].get(leads[1]), *organisation_in(after[:1], cast)
    led = cast.words.pattern(*_WHO_LEADS, exact=True)
    for each in found:  # “… before she joined the Committee”
        begin = max(last.span[1], each.span[0] - _NEAR)
        if each.kind is Kind.BODY and led.search(said, begin, each.span[0]):
            return None, *organisation_in([each], cast)
    return None, None, None
