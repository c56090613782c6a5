"""Where a sentence tells that somebody says something: the verb, and the mentions that are its subject."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from habeas.documents.press.clauses import before_modifiers, noun_after
from habeas.documents.press.frames import framed
from habeas.documents.press.mentions import PERSONS, Kind, Mention, is_place
from habeas.documents.press.passages import HIDDEN, Span
from habeas.documents.press.phrases import Phrases, phrases
from habeas.documents.press.runs import run_after
from habeas.documents.press.subjects import behind, called, several, subject_of
from habeas.documents.press.words import Words


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb with its subject; without ``subject`` it is that of the saying before, or of the sentence.

    ``speech`` says that what follows is told as said: after “that”, or by a verb that is enough by itself.
    """

    verb: Span
    subject: tuple[Mention, ...] = ()
    span: Span = (0, 0)
    form: str = ""
    that: bool = False
    speech: bool = False
    according: bool = False
    inverted: bool = False


_NOUN_BESIDE = re.compile(r"(?: [a-z][\w-]*)+")
_AS = re.compile(rf"[^.;:{HIDDEN}]{{0,60}} (?:as|comme|de) ?{HIDDEN}")
_ADDED = re.compile(rf"[,{HIDDEN}\"'”»] ?\Z")
_COURT = re.compile(r"\b(?:court|tribunal|judges?|cour|juges?|CEDH|ECtHR)\b", re.IGNORECASE)
_QUOTED = re.compile(r"\b(?:quoted|quotes|cited|cites) ")
_AS_SAYING = re.compile(rf"[^.;:{HIDDEN}]{{0,60}}? as (?:saying|telling|writing|declaring)\b")
_WHERE = re.compile(
    r" ?(?:au(?:près)?|à la|à l'|dans|de(?= sources?\b)|du côté d(?:u|e la|e l'|es|e)|chez(?: les)?)"
    r"(?: (?:l'|la |le |les |un |une |son )?|(?<='))",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"(?<=accused) of\b|(?<=continue[sd]) to (?!say|tell|argue|insist)"
    r"|(?<!saying) (?:by (?!\w+ing\b|(?:tele)?phone|e-?mail|text|video|letter)"
    r"|(?:down|up|off|back|away)\b|(?:why|how)(?=[.!])"
    r"|(?:the|an?|another|his|her|its|their) (?:[a-z]+ )?(?:story|stories|tale|truth|lies?)\b)"
)
"""After a verb that then tells something else: “described by guards”, “noted down”."""
_NOUN = re.compile(r"\b(?:an?|the|its|his|her|their|this|that|no|of|in|new|une?|l[ea]|ce|son) \Z")
_BEHIND = r"(?: (?:today|yesterday|(?:on|last) [\w ]{3,20}))?(?: \([^()]{1,40}\))?"
"""Between a verb and the end: when."""
_STOP = re.compile(rf"{_BEHIND}[,.!]")
_LAST = re.compile(rf"{_BEHIND}[,.!]|(?: [\w.'-]+){1, 8}\.\Z")
_FOR = re.compile(r"Pour|For(?= )")
_PARTED_OFF = re.compile(rf"(?: ?\([^()]{{1,40}}\))?,|, [^.;:{HIDDEN}]{{1,100}},")
_VIEWS = {Kind.NAME, Kind.ORGANISATION, Kind.BODY}
_VIEWS_QUOTED = {Kind.ROLE, Kind.SHORT, Kind.GROUP, Kind.PRONOUN}
_AS_WHO = re.compile(r"As (?:the )?")
_COLON = re.compile(r"[^,;.]{0,60}:")
_ARTICLE = re.compile(r" (?:the|a|an|its|his|her|their|le|la|les|l'|sa|son)\Z", re.IGNORECASE)


def sayings(said: str, span: Span, found: Sequence[Mention], known: Words) -> list[Saying]:
    """All of a sentence (of the skeleton), in order."""
    patterns = phrases(known.language)
    told = [
        *_passive(said, span, found, patterns),
        *_quoted(said, span, found, patterns),
        *_by_verbs(said, span, found, patterns, known),
        *_by_inversion(said, span, found, patterns),
        *_according(said, span, found, patterns),
    ]
    speaking = {each for saying in told for each in saying.subject}
    told += [each for each in _framed(said, span, found, patterns, known) if each.subject[-1] not in speaking]
    speaking = {each for saying in told for each in saying.subject}
    unknown = [*_by_unknown_verb(said, span, found, patterns), *_at_end(said, span, found, patterns)]
    told += [each for each in unknown if each.subject[-1] not in speaking]
    kept = list[Saying]()
    for each in sorted(told, key=lambda one: (one.verb[0], -one.verb[1])):
        if not kept or each.verb[0] >= kept[-1].verb[1]:
            kept.append(each)
    return kept


def _passive(said: str, span: Span, found: Sequence[Mention], patterns: Phrases) -> Iterator[Saying]:
    """“It was stated by NAME that”; “this was stated by NAME” tells of nothing by itself."""
    for passive in patterns.verbs.passive.finditer(said, *span):
        if subject := run_after(said, passive.end(), span, found, patterns):
            over = _over(passive.span(), subject)
            that = bool(patterns.that.match(said, over[1], min(span[1], over[1] + 90)))
            told = not re.match(r"(?:this|that|ceci|cela)\b", said[span[0] : span[0] + 5], re.IGNORECASE)
            yield Saying(passive.span(), subject, over, passive[0], that, speech=that or told)
    for passive in patterns.verbs.passive_of_words.finditer(said, *span):
        if _is_bare(passive) and not _behind_comma(said, passive.start(), span, patterns):
            continue  # “called by NAME” goes with “was”, or stands at the beginning or behind a comma
        subject = run_after(said, passive.end(), span, found, patterns)
        if subject and (HIDDEN in passive[0] or _AS.match(said, subject[-1].span[1], span[1])):
            end = passive.end() if HIDDEN not in passive[0] else passive.end(1)
            yield Saying((passive.start(), end), subject, (passive.start(), subject[-1].span[1]), passive[1])


def _is_bare(passive: re.Match[str]) -> bool:
    return passive["be"] is None and passive[0][0].islower()


def _behind_comma(said: str, at: int, span: Span, patterns: Phrases) -> bool:
    """Behind a comma that does not close what is told of a subject: “the report, published in May, | …”."""
    added = _ADDED.search(said, max(span[0], at - 3), at)
    return bool(added) and before_modifiers(said, at, span[0], patterns) == at


def _quoted(said: str, span: Span, found: Sequence[Mention], patterns: Phrases) -> Iterator[Saying]:
    """“The agency quoted NAME as saying”: NAME speaks."""
    for verb in _QUOTED.finditer(said, *span):
        subject = run_after(said, verb.end() - 1, span, found, patterns)
        as_saying = subject and _AS_SAYING.match(said, subject[-1].span[1], span[1])
        if as_saying:
            place = verb.start(), as_saying.end()
            yield Saying(place, subject, place, said[slice(*place)], that=True, speech=True)


def _by_verbs(
    said: str, span: Span, found: Sequence[Mention], patterns: Phrases, known: Words
) -> Iterator[Saying]:
    for verb in patterns.verbs.said.finditer(said, *span):
        form = " ".join(verb[0].split())
        form = patterns.verbs.plain(form)
        participle = form in patterns.verbs.participles
        subject, inverted = (
            ((), False) if participle else subject_of(said, verb.span(), span, found, patterns)
        )
        if subject and subject[-1].kind in (Kind.ROLE, Kind.GROUP):
            subject = *subject, *called(said, subject[-1], span, found, patterns)
        before = said[max(span[0], verb.start() - 40) : verb.start()]
        if _ELSE.match(said, verb.end()) or _is_no_verb(form, before, subject, patterns):
            continue
        if len(subject) == 1 and subject[0].said.lower() == "on":  # “on sait que” is said by nobody
            subject = _where_one_says(said, span[0], (span[0], subject[0].span[0]), found, patterns)
            before = before if subject else ""
        if patterns.they_call.search(said, max(span[0], verb.start() - 60), verb.end()):
            continue  # “which lawyers call “the Shed””
        if patterns.not_yet.match(said, span[0], verb.end()) and subject:
            continue
        if not subject and not (_ADDED if participle else patterns.elliptic).search(before):
            continue
        if form in known["sentences"] and any(_COURT.search(each.said) for each in subject):
            continue  # a court gives judgment
        if len(subject) == 1 and subject[0].kind is Kind.DOCUMENT:
            subject = _author(said, subject[0], span, found, patterns) or subject
        rest = said[verb.end() : min(span[1], verb.end() + 90)]
        that = bool(patterns.that.match(rest))
        tells = that or inverted or _tells(said, verb.span(), span, form=form, subject=subject, known=known)
        speech = tells or (form not in patterns.verbs.weak and not participle)
        yield Saying(verb.span(), subject, _over(verb.span(), subject), form, that, speech, inverted=inverted)


def _tells(said: str, verb: Span, span: Span, *, form: str, subject: Sequence[Mention], known: Words) -> bool:
    """Whether what is told stands with a verb: it is set apart from it, or follows as a clause or a colon."""
    patterns, end = phrases(known.language), min(span[1], verb[1] + 90)
    rest = said[verb[1] : end]
    ends = (_STOP if form in patterns.verbs.weak else _LAST).match(rest)
    if ends and (_comma_before(said, subject, span) or _as_said(said, subject, span)):
        return True
    bare = form not in known["acts"] and patterns.clause_behind.match(rest)
    return bool(bare or patterns.asks.match(said, verb[0], end) or _COLON.match(rest))


def _is_no_verb(form: str, before: str, subject: Sequence[Mention], patterns: Phrases) -> bool:
    """“She was told”: another speaks; “has not said”: nobody; “in a report”: a noun.

    And “the minister say”: the verb of several.
    """
    if patterns.silent.search(before):
        return True
    if form not in patterns.verbs.participles and patterns.is_done.search(before):
        return True
    of_several = bool(subject) and several(subject)
    return form in patterns.verbs.plurals and (not of_several or bool(_NOUN.search(before)))


def _by_unknown_verb(said: str, span: Span, found: Sequence[Mention], patterns: Phrases) -> Iterator[Saying]:
    """After a quote any verb tells of speech where a person or a body follows it: “…”, tempête NAME."""
    for verb in patterns.verbs.unknown.finditer(said, *span):
        subject = behind(said, verb.end() - 1, span, found, patterns, quoted=said[span[0]] == HIDDEN)
        where = subject and is_place(said, subject[0])
        if subject and subject[0].kind in (Kind.NAME, Kind.ROLE, Kind.BODY) and not where:
            yield Saying(verb.span(1), subject, _over(verb.span(1), subject), "", inverted=True)


def _at_end(said: str, span: Span, found: Sequence[Mention], patterns: Phrases) -> Iterator[Saying]:
    """“…”, NAME shrugs: what stands after the words of a sentence that begins with them, and nothing else."""
    if not said.startswith(HIDDEN, span[0]):
        return
    at = span[0]
    while at < span[1] and said[at] == HIDDEN:
        at += 1
    subject = run_after(said, at, span, found, patterns)
    if subject and subject[0].kind in PERSONS:
        verb = patterns.verbs.closing.match(said, subject[-1].span[1], span[1])
        if verb:
            yield Saying(verb.span(), subject, _over(verb.span(), subject), "", speech=True)


def _author(
    said: str, document: Mention, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """Who made a document that speaks: “reads the statement by NAME”."""
    by = re.compile(
        r" (?:(?:issued|signed|published|made|collected|gathered|compiled|written|prepared|commissioned|given"
        r"|recueillis?|recueillies?|publiée?s?|signée?s?)(?: (?:on )?\w+){0,2} )?"
        r"(?:(?:by|of|from|par|du|de la|de) |de l'|d')"
    ).match(said, document.span[1], span[1])
    return run_after(said, by.end(), span, found, patterns) if by else ()


def _comma_before(said: str, subject: Sequence[Mention], span: Span) -> bool:
    """“However, NAME added, …”, “…, NAME said.”: the saying is set between commas."""
    if not subject:
        return False
    before = said[span[0] : subject[0].span[0]].rstrip()
    return re.search(r",(?: the| le| la| l')?\Z", before, re.IGNORECASE) is not None


def _as_said(said: str, subject: Sequence[Mention], span: Span) -> bool:
    """“As NAME reported on Monday, …”."""
    return bool(subject) and bool(_AS_WHO.fullmatch(said, span[0], subject[0].span[0]))


def _by_inversion(said: str, span: Span, found: Sequence[Mention], patterns: Phrases) -> Iterator[Saying]:
    """French: “a-t-elle ajouté”, “explique-t-il”."""
    if patterns.verbs.inverted is None:
        return
    for verb in patterns.verbs.inverted.finditer(said, *span):
        place = next(verb.span(at + 1) for at, who in enumerate(verb.groups()) if who)
        pronoun = Mention(Kind.PRONOUN, place, said[slice(*place)])
        subject = _where_one_says(said, verb.end(), span, found, patterns) if pronoun.said == "on" else ()
        if len(subject) == 1 and subject[0].kind is Kind.DOCUMENT:
            subject = _author(said, subject[0], span, found, patterns) or subject
        yield Saying(verb.span(), subject or (pronoun,), verb.span(), "", speech=True, inverted=True)


def _where_one_says(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """French: “au ministère, on assure”, “assure-t-on du côté de la direction”."""
    where = _WHERE.match(said, at, span[1])
    return run_after(said, where.end() - 1, span, found, patterns) if where else ()


def _according(said: str, span: Span, found: Sequence[Mention], patterns: Phrases) -> Iterator[Saying]:
    # “For NAME, it is “…””; French “Pour NAME, …” also without a quote
    if to_whom := _FOR.match(said, *span):
        start = to_whom.end()
        subject = run_after(said, start, span, found, patterns)
        quoted = HIDDEN in said[slice(*span)]
        views = any(each.kind in _VIEWS or (quoted and each.kind in _VIEWS_QUOTED) for each in subject)
        if views and _PARTED_OFF.match(said, subject[-1].span[1], span[1]):
            speech = to_whom[0] == "Pour"
            place = span[0], start
            yield Saying(place, subject, _over(place, subject), "pour", speech=speech, according=True)
    for lead in patterns.according.finditer(said, *span):
        subject = _closed(said, run_after(said, lead.end(), span, found, patterns))
        noun = noun_after(said, lead.end(), span[1], patterns.language)
        if noun and (not subject or (patterns.language == "en" and _beside(said, subject, noun))):
            subject = (noun,)
        if len(subject) == 1 and subject[0].kind is Kind.DOCUMENT:
            subject = _author(said, subject[0], span, found, patterns) or subject
        if not subject and lead[0].lower().endswith("'en croire"):
            subject = (Mention(Kind.PRONOUN, lead.span(), "son"),)
        if not subject and (oblique := patterns.oblique.match(said, lead.end(), span[1])):
            subject = (Mention(Kind.PRONOUN, oblique.span(1), oblique[1]),)
        if subject:
            yield Saying(
                lead.span(),
                subject,
                _over(lead.span(), subject),
                lead[0].lower(),
                speech=True,
                according=True,
            )


def _beside(said: str, subject: Sequence[Mention], noun: Mention) -> bool:
    """“According to the court | papers”: what is named only tells of the noun behind it."""
    only = len(subject) == 1 and subject[0].kind in (Kind.GROUP, Kind.SHORT)
    return only and bool(_NOUN_BESIDE.fullmatch(said, subject[0].span[1], noun.span[1]))


def _closed(said: str, subject: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """“According to a source, | the prisoner was …”: what is apposed ends with a comma as well."""
    for at in range(1, len(subject)):
        apart = "," in said[subject[at - 1].span[1] : subject[at].span[0]]
        if apart and said[subject[-1].span[1] : subject[-1].span[1] + 1] not in (",", ".", ""):
            return subject if subject[at].kind is Kind.NAME else subject[:at]
    return subject


def _framed(
    said: str, span: Span, found: Sequence[Mention], patterns: Phrases, known: Words
) -> Iterator[Saying]:
    """What is told as somebody's answer, verdict, words."""
    for one, speech in framed(
        said, span, found, known, lambda at: run_after(said, at, span, found, patterns)
    ):
        over = _over(one.noun, one.subject)
        form = said[slice(*one.noun)]
        yield Saying(one.noun, one.subject, over, form, speech=speech, according=True)


def _over(verb: Span, subject: Sequence[Mention]) -> Span:
    if not subject:
        return verb
    return min(verb[0], subject[0].span[0]), max(verb[1], subject[-1].span[1])


def words_first(said: str, span: Span, saying: Saying) -> bool:
    """Whether the words came first: “…,” she said; what follows then belongs to the saying."""
    start = saying.span[0] or saying.verb[0]
    before = said[max(span[0], start - 60) : start].rstrip()
    before = _ARTICLE.sub("", before)
    return before.endswith(HIDDEN) or (before.endswith(",") and len(before) > 40)
