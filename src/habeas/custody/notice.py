"""The notice of rights that a person is given, in the person's language: one file a language in ``rights/``.

The texts are our own, in plain words; what each rests on is cited here, and printed beneath it. A site may
put the form of its own law in their place.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from habeas.language import LANGUAGES as SPOKEN
from habeas.language import RIGHT_TO_LEFT, Words, words, words_saying
from habeas.law import Provision, cite

LANGUAGES = ("en", "fr", "az", "ar", "ru", "tr", "uk")
SOURCES: Mapping[str, tuple[Provision, ...]] = {
    "information": (cite("ICCPR#9(2)", enforces="The notice says that one is told why one is held."),),
    "lawyer": (
        cite("CPT-GR12#41", enforces="The notice names a lawyer from the very outset."),
        cite("CPT-GR21#23", enforces="The notice names a talk with the lawyer alone."),
    ),
    "notification": (
        cite("CPT-GR12#40", enforces="The notice names that somebody is told of the detention."),
    ),
    "doctor": (
        cite("CPT-GR12#42", enforces="The notice names a doctor, also of one's own choice, out of hearing."),
        cite(
            "CPT-GR2#38",
            enforces="The notice says that the result is written, for the person and the lawyer.",
        ),
    ),
    "interpreter": (cite("DIR2010/64#2", enforces="The notice names an interpreter."),),
    "silence": (cite("ICCPR#14(3)(g)", enforces="The notice says that nobody need accuse themselves."),),
    "consulate": (
        cite("DIR2013/48#7", enforces="The notice says that a consulate is told on one's wish alone."),
    ),
    "complaint": (cite("Mendez#2", enforces="The notice names the way of a complaint."),),
    "duration": (
        cite("ICCPR#9(3)", enforces="The notice says that one is brought promptly before a judge."),
        cite("GC35#33", enforces="The notice says within how many hours that ordinarily is."),
    ),
    "juvenile": (cite("CPT-GR24#98", enforces="The notice tells a child what holds for children."),),
}
"""What each text rests on, in the order of the notice."""
KEEPING = cite(
    "DIR2012/13#4(1)", enforces="The notice may be kept by the person for as long as the detention lasts."
)
UNDERSTOOD = cite(
    "CPT-GR12#44", enforces="The notice is there in the person's language, with room for a signature."
)


@dataclass(frozen=True, slots=True)
class Right:
    """One right: its heading, what it says, and what it rests on."""

    key: str
    heading: str
    text: str
    sources: tuple[Provision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice in one language. ``checked`` says whether somebody who speaks it has read it.

    ``paper`` is what its sheet says for itself, where the product does not speak the language.
    """

    language: str
    own_name: str
    checked: bool
    title: str
    lead: str
    rights: tuple[Right, ...]
    signature: str
    name: str
    when: str
    sign_here: str
    refused: str
    paper: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """What the sheet says beside the notice: its page, its number, its day."""
        return words(self.language) if self.language in SPOKEN else words_saying(self.language, self.paper)

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@cache
def notice(language: str) -> Notice:
    """The notice in a language of ``LANGUAGES``; ``KeyError`` for another."""
    if language not in LANGUAGES:
        raise KeyError(language)
    said = tomllib.loads((files("habeas.custody") / "rights" / f"{language}.toml").read_text("utf-8"))
    texts = said.pop("texts")
    if set(texts) != set(SOURCES):
        raise ValueError(
            f"{language}: not the rights that the notice has: {sorted(set(texts) ^ set(SOURCES))}"
        )
    rights = tuple(Right(key, texts[key][0], texts[key][1], sources) for key, sources in SOURCES.items())
    return Notice(language=language, rights=rights, **said)
