"""One root for every error that a user may meet.

An error has a stable ``code`` (scripts rely on it), a sentence that says what is
wrong, the place where it is wrong, and advice that says what to do. The exit
status is that of the contract on the command line: ``1`` the thing checked is not
right, ``2`` the input or the call is refused, ``3`` a part is missing.

Errors of the programmer (a call out of order, an impossible value) are Python's
own ``ValueError``, ``TypeError`` and ``RuntimeError``: they are never shown to a
user, because they are never meant to happen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any


class Phrase(str):
    """A text in English that keeps what it was put together of, so that it can be said in another language.

    ``values`` fill the ``{names}`` of ``template``: numbers, names and words of a file, which are the same in
    every language; phrases, which are said in it as well; and tuples of either. Where there are none, the
    template is the text. ``tools/messages.py`` finds the templates, and ``Words.say`` says a phrase.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> "Phrase":
        """Fill in ``values``; a tuple is written with commas."""
        filled = {
            name: ", ".join(map(str, value)) if isinstance(value, tuple) else value
            for name, value in values.items()
        }
        made = super().__new__(cls, template.format(**filled) if values else template)
        made.template, made.values = template, values
        return made

    @classmethod
    def of(cls, parts: Iterable[str]) -> "Phrase":
        """Phrases one after another."""
        named = {f"part{number}": part for number, part in enumerate(parts)}
        return cls("".join(f"{{{name}}}" for name in named), **named)


def as_kept(value: object) -> object:
    """A text, or a value of a phrase, as JSON in which nothing of a phrase is lost; see :func:`from_kept`."""
    if isinstance(value, Phrase):
        values = {name: as_kept(each) for name, each in value.values.items()}
        return {"template": value.template, "values": values}
    return [as_kept(each) for each in value] if isinstance(value, tuple) else value


def from_kept(said: Any) -> Any:
    """The text, or the value, that :func:`as_kept` wrote."""
    if isinstance(said, dict):
        return Phrase(said["template"], **{name: from_kept(each) for name, each in said["values"].items()})
    return tuple(from_kept(each) for each in said) if isinstance(said, list) else said


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a fault in what a user gave.

    ``file`` is a name as the user gave it, ``line`` counts from 1 and is a line of
    a text or a row of a table, ``column`` is the heading or letter of a column.
    """

    file: str
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """``name:12`` or ``name:12, column Text``."""
        return str(self.phrase)

    @property
    def phrase(self) -> Phrase:
        """The same, to be said in another language."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        if self.column is None:
            return Phrase.of([place])
        return Phrase("{place}, column {name}", place=place, name=self.column)


def meant(near: Sequence[str]) -> str:
    """What is said after a name that is none, of those that may be meant by it: none where there are none."""
    if not near:
        return ""
    names = (Phrase("“{name}”", name=each) for each in near)
    return Phrase("; perhaps {names} is meant", names=reduce(_either, names))


def _either(one: Phrase, other: Phrase) -> Phrase:
    return Phrase("{one} or {other}", one=one, other=other)


class HabeasError(Exception):
    """The root. ``code`` is stable, the message is for people, ``advice`` says what to do.

    Both are English: a :class:`Phrase`, or a text that is marked for the catalogues as a whole (``N_``).
    """

    exit_status = 2

    def __init__(
        self, code: str, message: str, *, where: Where | None = None, advice: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.advice = advice

    def line(self) -> str:
        """The one line of the command line's contract, without the leading name of the command."""
        place = "" if self.where is None else f" ({self.where})"
        return f"error: {self.code}: {self.message}{place}"

    def as_json(self) -> dict[str, object]:
        """The same, for ``--json``: ``code``, ``message``, ``where`` and ``advice``."""
        return {
            "schema": "habeas/error/1",
            "code": self.code,
            "message": self.message,
            "where": None if self.where is None else str(self.where),
            "advice": self.advice,
        }


class NotRightError(HabeasError):
    """The thing checked is not right: a proof fails, a check of ``doctor`` does not pass."""

    exit_status = 1


class RefusedError(HabeasError):
    """The input or the call is refused, and nothing was written."""


class PartMissingError(HabeasError):
    """A part of the machine is missing; ``advice`` says how to get it."""

    exit_status = 3
