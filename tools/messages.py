"""Gather what Habeas says into its catalogues, and hold the catalogues to it.

    python tools/messages.py make       take up what is new in the sources, keep what is translated
    python tools/messages.py compile    write the .mo files that are read when Habeas runs
    python tools/messages.py check      say what is missing, stale or wrong; nothing is written

A catalogue is ``src/habeas/locale/<language>/LC_MESSAGES/django.po``: everything that is
said in Python (``_``, ``gettext``, ``N_``, ``Phrase``, ``words.say``, ``words.count`` and the
like) and in templates, sorted, with the files that say it. It holds no date, no line number and no
path of a machine, so that the same sources give the same bytes. A sentence that is no
longer said stays below as obsolete, and comes back translated when it is said again.
"""

import argparse
import ast
import re
import string
import sys
import tomllib
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from habeas.language import COMPLETE, LANGUAGES

SOURCES = Path(__file__).resolve().parent.parent / "src"
LOCALE = SOURCES / "habeas/locale"

PLURALS: Mapping[str, tuple[int, str]] = {
    "fr": (2, "(n > 1)"),
    "az": (2, "(n != 1)"),
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"),
}
"""Number of forms, and the form of a number ``n``, as Django's own catalogues have them."""

SINGLE = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "N_", "say", "Phrase"})
PLURAL = frozenset({"ngettext", "ngettext_lazy", "count", "NN_"})
IN_CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
TEMPLATE_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

Key = tuple[str, str]
"""Context (or ``""``) and the English singular: what one entry of a catalogue is found by."""


class Entries(dict[Key, tuple[str, set[str]]]):
    """What the sources say: for each key its English plural (or ``""``) and the files that say it."""

    def note(self, text: str, plural: str, context: str, file: str) -> None:
        """Enter one place where something is said."""
        known, files = self.get((context, text), ("", set()))
        self[context, text] = (known or plural, files | {file})


class Catalogue(Catalog):
    """A catalogue with the head that we write, and the plural forms that Django has."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=language, fuzzy=False)
        self.forms, self.form_of = PLURALS[language]
        state = "complete" if language in COMPLETE else "not yet checked by a native speaker"
        self.header_comment = f"# {LANGUAGES[language]}: {state}."

    @property
    def num_plurals(self) -> int:
        """How many forms a countable sentence has."""
        return self.forms

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head, without dates and names."""
        return [
            ("Project-Id-Version", "Habeas"),
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", f"nplurals={self.forms}; plural={self.form_of};"),
        ]


# What the sources say ---------------------------------------------------------------------


def gathered(sources: Path = SOURCES) -> Entries:
    """Return everything that Python, the templates and the rules below ``sources`` say."""
    found = Entries()
    for path in sorted(sources.rglob("*.py")):
        if "migrations" not in path.parts:
            _note_all(found, python_messages(path.read_text("utf-8")), path.relative_to(sources))
    for path in sorted([*sources.rglob("templates/**/*.html"), *sources.rglob("templates/**/*.txt")]):
        _note_all(found, template_messages(path.read_text("utf-8")), path.relative_to(sources))
    for path in sorted(sources.rglob("rules/*.toml")):
        said = tomllib.loads(path.read_text("utf-8"))
        _note_all(found, ((said[name], "", "") for name in ("title", "says")), path.relative_to(sources))
    _note_provisions(found, sources)
    return found


def _note_provisions(found: Entries, sources: Path) -> None:
    """Enter how the provisions are cited and called on which a rule or a signal rests."""
    asking = [*sources.rglob("rules/*.toml"), *sources.rglob("signals/*.py")]
    cited = "".join(path.read_text("utf-8") for path in asking)
    for path in sorted(sources.rglob("law/instruments/*.toml")):
        for one in tomllib.loads(path.read_text("utf-8"))["provision"]:
            if f'"{one["ref"]}"' in cited:
                said = ((one[name], "", "") for name in ("pinpoint", "title"))
                _note_all(found, said, path.relative_to(sources))


def _note_all(found: Entries, said: Iterator[tuple[str, str, str]], file: Path) -> None:
    for text, plural, context in said:
        found.note(text, plural, context, file.as_posix())


def python_messages(code: str) -> Iterator[tuple[str, str, str]]:
    """Yield text, plural and context of every call in ``code`` that says or marks something."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
            texts = [text for text in takewhile(bool, given) if isinstance(text, str)]
            if message := _called(name, texts):
                yield message


def _called(name: str, texts: list[str]) -> tuple[str, str, str] | None:
    if name in SINGLE and texts and texts[0]:
        return texts[0], "", ""
    if len(texts) < 2:
        return None  # ``"a,b".count(",")`` is no plural
    if name in PLURAL:
        return texts[0], texts[1], ""
    return (texts[1], "", texts[0]) if name in IN_CONTEXT else None


def template_messages(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield text, plural and context of everything that a Django template says."""
    # Django writes the template as calls amid filling; Python's tokens mind how a line begins.
    calls = "\n".join(line.strip() for line in templatize(text).splitlines())
    found: Iterator[Any] = extract_python(BytesIO(calls.encode()), TEMPLATE_KEYWORDS, [], {})
    for _line, keyword, texts, _comments in found:
        said = [texts] if isinstance(texts, str) else [text for text in texts if text]
        context = said.pop(0) if str(keyword).lstrip("n").startswith("p") else ""
        yield said[0], said[1] if len(said) > 1 else "", context


# Catalogues -------------------------------------------------------------------------------


def po_path(language: str, locale: Path = LOCALE) -> Path:
    """Where the catalogue of ``language`` is."""
    return locale / language / "LC_MESSAGES/django.po"


def read(language: str, locale: Path = LOCALE) -> Catalogue:
    """Read a catalogue, or begin one."""
    catalogue, path = Catalogue(language), po_path(language, locale)
    if not path.exists():
        return catalogue
    with path.open("rb") as file:
        before = read_po(file, locale=language, abort_invalid=True)
    for message in before:
        if message.id:
            catalogue[message.id] = message
    for message in before.obsolete.values():
        catalogue.obsolete[catalogue._key_for(message.id, message.context)] = message  # noqa: SLF001
    return catalogue


def merged(entries: Entries, before: Catalogue) -> Catalogue:
    """Return a catalogue of exactly ``entries``, with what ``before`` has translated."""
    after = Catalogue(str(before.locale_identifier))
    old = {_key(message): message for message in [*before.obsolete.values(), *before] if message.id}
    for (context, text), (plural, files) in sorted(entries.items()):
        known = old.pop((context, text), None)
        after.add(
            (text, plural) if plural else text,
            _carried(known, plural=bool(plural), forms=after.forms),
            locations=[(file, 0) for file in sorted(files)],
            flags=known.flags & {"fuzzy"} if known else (),
            user_comments=known.user_comments if known else (),
            context=context or None,
        )
    for (context, text), message in sorted(old.items()):
        if any(forms_of(message)):
            message.locations = []
            after.obsolete[context, text] = message
    return after


def _key(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def _carried(known: Message | None, *, plural: bool, forms: int) -> str | tuple[str, ...]:
    """What was translated; a sentence that has become countable, or no longer is, begins anew."""
    said = known.string if known else ""
    if plural:
        return tuple(said) if isinstance(said, (tuple, list)) else ("",) * forms
    return said if isinstance(said, str) else ""


def po_bytes(catalogue: Catalogue) -> bytes:
    """Return the catalogue as the bytes of its .po file."""
    out = BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, include_lineno=False)
    return out.getvalue()


def mo_bytes(catalogue: Catalogue) -> bytes:
    """Return what is translated in full as the bytes of the .mo file; the rest is said in English."""
    spoken = Catalogue(str(catalogue.locale_identifier))
    for message in catalogue:
        if message.id and translated(message):
            spoken.add(message.id, message.string, context=message.context)
    out = BytesIO()
    write_mo(out, spoken)
    return out.getvalue()


def translated(message: Message) -> bool:
    """Whether every form is there and none is a guess."""
    return not message.fuzzy and all(forms_of(message))


def forms_of(message: Message) -> list[str]:
    """Return the translation, form by form: one where nothing is counted."""
    said = message.string or ""
    return [said] if isinstance(said, str) else list(said)


# What is held -----------------------------------------------------------------------------


def faults(language: str, entries: Entries, locale: Path = LOCALE) -> Iterator[str]:
    """Yield a line for all that is wrong with the catalogue of ``language``."""
    catalogue = read(language, locale)
    held = {_key(message): message for message in catalogue if message.id}
    for context, text in sorted(entries.keys() - held.keys()):
        yield f"{language}: not in the catalogue: {context}{text!r}"
    for context, text in sorted(held.keys() - entries.keys()):
        yield f"{language}: no longer said: {context}{text!r}"
    for message in held.values():
        if language in COMPLETE and not translated(message):
            yield f"{language}: not translated: {_key(message)[1]!r}"
        yield from (f"{language}: {fault}: {_key(message)[1]!r}" for fault in message_faults(message))
    path = po_path(language, locale).with_suffix(".mo")
    if not path.exists() or path.read_bytes() != mo_bytes(catalogue):
        yield f"{language}: {path.name} is not what the catalogue says; compile it"


def message_faults(message: Message) -> Iterator[str]:
    """Yield what a translation does to the ``{names}`` and ``%(names)s`` of its source."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    forms = forms_of(message)
    filled = any("%(" in text or "%%" in text for text in sources)
    wanted = placeholders(sources[-1])
    for number, said in enumerate(forms):
        if not said:
            continue
        # A form for one number alone may leave the number out, and nothing else.
        spare = 1 if len(forms) > 1 and number < len(forms) - 1 else 0
        here = placeholders(said)
        if here - wanted - placeholders(sources[0]) or len(wanted - here) > spare:
            yield f"{sorted(here)} where {sorted(wanted)} is filled in"
        if filled and "%" in re.sub(r"%%|%\(\w+\)[sd]", "", said):
            yield "a sign % that is not doubled"


def placeholders(text: str) -> set[str]:
    """Return the ``{names}`` and ``%(names)s`` in ``text``."""
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        braces = set()  # braces that are not meant to be filled
    return braces | set(re.findall(r"%\(\w+\)[sd]", text))


def make() -> None:
    """Take up what is new in every catalogue."""
    entries = gathered()
    for language in PLURALS:
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Read and written in one go: others translate in the same file.
        catalogue = merged(entries, read(language))
        path.write_bytes(po_bytes(catalogue))
        said = sum(translated(message) for message in catalogue if message.id)
        print(f"{language}: {said} of {len(entries)} translated")


def main() -> int:
    """Do what the first lines of this file say; ``1`` where ``check`` finds a fault."""
    parser = argparse.ArgumentParser(description="Gather, compile or check the catalogues.")
    parser.add_argument("what", choices=("make", "compile", "check"))
    what = parser.parse_args().what
    if what == "make":
        make()
    if what == "compile":
        for language in PLURALS:
            po_path(language).with_suffix(".mo").write_bytes(mo_bytes(read(language)))
    if what != "check":
        return 0
    entries = gathered()
    found = [fault for language in PLURALS for fault in faults(language, entries)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
