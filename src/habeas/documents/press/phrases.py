"""Patterns of how a language tells that somebody says something, from its words."""

import re
from dataclasses import dataclass
from functools import cache

from habeas.documents.press.passages import HIDDEN
from habeas.documents.press.words import LETTER, UPPER, Words, any_of, words
from habeas.documents.written_dates import months_in, weekdays_in

_DETERMINERS = (
    "the|a|an|one|another|its|his|her|their|this|our|my"
    "|le|la|les|un|une|du|des|au|aux|sa|son|ses|leur|notre|l'"
)
_LINKS = "of|for|and|at|in|to|on|against|de|d'|à|en|et|pour|contre|par"
_CONJUNCTIONS = "and|but|or|before|while|yet|et|mais|ou|avant de|tout en"


@dataclass(frozen=True)
class Verbs:
    """How the verbs of saying stand in a sentence."""

    said: re.Pattern[str]
    inverted: re.Pattern[str] | None
    passive: re.Pattern[str]
    passive_of_words: re.Pattern[str]
    unknown: re.Pattern[str]
    closing: re.Pattern[str]
    participles: frozenset[str]
    weak: frozenset[str]
    plurals: frozenset[str]
    forms: frozenset[str]
    between: re.Pattern[str]

    def plain(self, form: str) -> str:
        """The form that the lists have: “a dit” for “avait aussi dit”, “parle de” for “parle aussi de”."""
        form = re.sub(r"^(?:a|avait) (?:.* )?(?=\S+$)", "a ", form)
        return form if form in self.forms else self.between.sub("", form)


@dataclass(frozen=True)
class Phrases:
    """The patterns of a language."""

    language: str
    verbs: Verbs
    according: re.Pattern[str]
    during: re.Pattern[str]
    before: re.Pattern[str]
    of_whom: re.Pattern[str]
    glue: re.Pattern[str]
    elliptic: re.Pattern[str]
    that: re.Pattern[str]
    clause_behind: re.Pattern[str]
    oblique: re.Pattern[str]
    role: re.Pattern[str]
    named: re.Pattern[str]
    asks: re.Pattern[str]
    clause: re.Pattern[str]
    of_clause: re.Pattern[str]
    they_call: re.Pattern[str]
    not_yet: re.Pattern[str]
    silent: re.Pattern[str]
    is_done: re.Pattern[str]
    refusing: re.Pattern[str]


def _between(known: Words) -> str:
    return rf"(?:{any_of(known['between'])}|{known['adverb']})"


def _verbs(known: Words) -> Verbs:
    language, between = known.language, _between(known)
    refusals = [f"{refuses} {speak}" for refuses in known["refuses"] for speak in known["to_speak"]]
    refusals += [f"{wishes} {tell}" for wishes in known["wishes"] for tell in known["to_tell"]]
    forms = [*known["says"], *known["acts"], *known["participles"], *refusals]
    plurals = {*known["several"]} - {*forms}
    weak = {*known["only_with_words"]}
    inverted, done = None, [*known["says"], *known["acts"]]
    if language == "fr":
        done = [form.split(" ", 1)[1] for form in forms if form.startswith(("a ", "s'est "))]
        selves = [form.split(" ", 1)[1] for form in forms if form.startswith("s'est ")]
        present = [form for form in forms if " " not in form]
        forms = [form for form in forms if not form.startswith("a ")]
        perfect = rf"(?:a|ont|avait|avaient)(?: {between}){{0,2}} {any_of(done)}"
        perfect += rf"|(?:s'était|se sont|s'étaient)(?: {between}){{0,2}} {any_of(selves)}"
        second = rf"(?<= et ){any_of(done)}(?= {any_of(known['that'])})|(?<={HIDDEN} et ){any_of(done)}"
        apart = "|".join(
            rf"{first}(?: {between}){{1,2}} {re.escape(rest)}"
            for first, _, rest in (form.partition(" ") for form in {*forms, *plurals})
            if rest and first not in ("s'est", "se", "n'a", "ne", "ont", "n'ont")
        )
        said = rf"(?<![\w'-])(?:{perfect}|{second}|{any_of([*forms, *plurals])}|{apart})(?:(?<=')|(?![\w-]))"
        inverted = re.compile(
            rf"(?<![\w-])(?:(?:a|avait|s'est)-(?:t-)?(il|elle|on)(?: {between}){{0,2}} {any_of(done)}"
            rf"|{any_of(present)}-(?:t-)?(il|elle|on)"
            rf"|peut-(on)(?: {between})? (?:lire|entendre)|(?:y )?lit-(on)"
            rf"|(?<={HIDDEN}, )(?:s'|se )?[a-zà-ÿ'-]{{3,20}}-(?:t-)?(il|elle))(?![\w-])"
        )
    else:
        quoted = rf"(?:was|were|is|has been) quoted by [^,;:.{HIDDEN}]{{1,60}}? as saying"
        said = rf"(?:did|do|does) {any_of(plurals)}|{quoted}|{any_of([*forms, *plurals])}"
        said = rf"(?<![\w'-])(?:{said})(?![\w-])"
    no_verb, passive = rf"(?!{any_of(known['no_verbs'])}\b)", any_of(known["passive"])
    return Verbs(
        re.compile(said),
        inverted,
        re.compile(rf"(?<![\w-]){passive} {any_of(known['says'])} {known['by']} "),
        re.compile(
            rf"(?<![\w-])((?P<be>{passive} (?:{between} )?)?{any_of(done)}{known['agrees']})"
            rf"(?: {known['as']}?)?(?: ?{HIDDEN}+)? {known['by']} ",
            re.IGNORECASE,
        ),
        re.compile(rf"{HIDDEN},? ((?:s'est |s'|se |a |has |had )?{no_verb}[a-zà-ÿ]{{3,14}}) "),
        re.compile(rf" (?:{no_verb}{known['any_verb']}) ?(?=[.,;:!?…]|\Z|[a-z]+ly\b)"),
        frozenset(known["participles"]),
        frozenset(weak),
        frozenset(plurals),
        frozenset({*forms, *plurals, *known["says"], *known["acts"]}),
        re.compile(rf"(?<=\w) {between}(?= )"),
    )


@cache
def phrases(language: str) -> Phrases:
    """The patterns of ``en`` or ``fr``."""
    known = words(language)
    between = _between(known)
    return Phrases(
        language,
        _verbs(known),
        known.pattern(r"(?<![\w-])", "according", r"(?![\w-])"),
        re.compile(
            rf" (?:{any_of(known['during'])}(?![\w-]) ?(?:(?!{any_of(known['that'])}\b)[\w'-]+ ){{0,5}}?)"
        ),
        re.compile(rf"(?:[,\s)]|\b{between}(?![\w-])|{_when(known)}|{known['site']}|n'|l'|y ){{0,12}}\Z"),
        re.compile(
            rf" (?:(?:{known['of_whom']}) (?:(?!(?:{known['relative']}|{known['joins']})\b)[\w'-]+ ){{1,6}}?"
            rf"|(?!(?:{known['relative']}|{known['joins']})\b){known['adjective']})"
            rf"(?=(?:\b{between}\b ?){{0,3}}\Z)"
        ),
        re.compile(
            rf"(?:\s|,|[()]|'s|'|\d{{1,3}}\b|(?:{_DETERMINERS}|{any_of(known['numbers'])})(?![\w-])"
            rf"(?: {LETTER}[\w-]*){{0,2}}|(?:{_LINKS}|{known['of_whom']})(?![\w-])|d'|l'"
            rf"|, (?:or|ou) (?=[A-Z]{{2,8}}\b)){{0,14}}",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?:{_CONJUNCTIONS})\b(?:[,;\s–—-]|\b{between}\b){{1,12}}\Z"),
        re.compile(
            rf"(?:(?:[ ,][^,;:{HIDDEN}]{{0,60}}?|, {any_of(known['aside'])}, )?"
            rf" ?\b{any_of(known['that'])}(?![.?!])"
            rf"|{known['infinitive']})",
            re.IGNORECASE,
        ),
        re.compile(
            rf" (?!{any_of(known['prepositions'])}(?![\w-]))(?:[\w'-]+ ){{1,7}}?"
            rf"(?:{known['finite']})(?![\w-])"
        ),
        re.compile(rf" ({any_of(known['oblique'])})(?![\w-])"),
        re.compile(rf"(?<![\w-]){any_of(known['role_heads'])}(?![\w-])", re.IGNORECASE),
        re.compile(rf",? {known['named']},? |, "),
        re.compile(rf"{any_of(known['asks_to'])} [^,.;:{HIDDEN}]{{0,80}}?\b(?:{known['to']}) \w"),
        re.compile(
            rf"(?: (?:{known['of_whom']}|on) [^,;:{HIDDEN}]{{1,40}})?,? ?(?:{known['relative']})\b"
            rf"[^;:{HIDDEN}]{{12,}}\Z"
        ),
        re.compile(rf"\b(?<!\bbe )(?:{known['relative']}|{known['joins']})[ ,]+(?:\b{between}\b ?){{0,2}}\Z"),
        re.compile(known["which_they_call"]),
        re.compile(rf"(?:{known['not_yet']})\b[^,;:{HIDDEN}]{{1,80}}\Z"),
        re.compile(rf"\b(?:{known['has_not']}) (?:yet )?\Z"),
        re.compile(rf"\b(?:{known['is_done']}) (?:\w+ly )?\Z"),
        known.pattern("", "refusing", r"\b"),
    )


def _when(known: Words) -> str:
    """When and where, before a verb: “police on Monday denied”, “NAME in a statement said”."""
    language = known.language
    weekday, month = any_of(weekdays_in(language)), any_of(months_in(language))
    day = rf"(?:\d{{1,2}}(?:st|nd|rd|th|er)? {month}|{month} \d{{1,2}}|(?:{month} )?(?:19|20)\d\d|{month})"
    said_in = any_of([*known["documents"], *known["occasions"]])
    return (
        rf"(?i:(?:(?:on|in|last|le|en) )?(?:{weekday}|{day})\b)"
        rf"|(?:in|at|during|dans|lors d') ?(?:a|an|its|his|her|their|the|une?|son|sa|ses|leur) ?"
        rf"(?:[\w'-]+ ){{0,3}}?{said_in}\b"
    )


def verb_of(known: Words) -> re.Pattern[str]:
    """The verbs of saying of a language."""
    return phrases(known.language).verbs.said


def aside_in(known: Words) -> re.Pattern[str] | None:
    """French tells who speaks within the marks: “« Nous sommes là, assure NAME, la présidente, et … »”."""
    patterns = phrases(known.language).verbs
    if patterns.inverted is None:
        return None
    who = rf"(?:le |la |l'|M\. |Mme |Me )?[{UPPER}][\w.'-]*(?: [^,.;:!?]{{1,60}})?"
    role = rf"(?:le |la |l'|un |une )?{any_of(known['role_heads'])}\b[^,.;:!?]{{0,80}}"
    tells = rf"{patterns.said.pattern} {who}(?:, {role})?"
    any_verb = rf"(?:s'|se )?(?!{any_of(known['no_verbs'])}\b)[a-zà-ÿ]{{4,14}}"
    inverted = rf"(?:{patterns.inverted.pattern}|{any_verb}-(?:t-)?(?:il|elle))[^,.;:!?]{{0,60}}"
    held = rf"{patterns.said.pattern} (?=l[ea] |l'|une? ){role}"
    return re.compile(rf", (?:{inverted}|{tells}|{held}|{any_verb} {who}, {role})(?:, |\. )")
