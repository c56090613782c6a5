"""The kinds of act that the journal knows, each with the sentence that is read in it.

An app registers its kinds where its actions are (``actions.py``); an act that nobody
registered is an error of the programmer, so that no entry is ever unreadable.
"""

from collections.abc import Mapping

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext

from habeas.language import N_

_SENTENCES: dict[str, str] = {}
_PARTICULARS: dict[tuple[str, str], tuple[str, Mapping[str, str]]] = {}
_POINTERS: dict[tuple[str, str], str] = {}
_GIVES_THE_ACCOUNT: set[str] = set()


def kind_of(row: Model) -> str:
    """Return how the journal names the kind of a row: ``places.place``."""
    return row._meta.label_lower


def register(action: str, sentence: str, *, gives_the_account: bool = False) -> str:
    """Make ``action`` (dotted, ``place.renamed``) known with its ``sentence`` (marked by ``N_``).

    The sentence follows a person's name: “renamed the place”. Returns ``action``, to be kept
    as a constant. With ``gives_the_account``, who did it could from then on sign in to the account
    acted on. ``ValueError`` where the name is taken by another sentence.
    """
    if "." not in action or _SENTENCES.get(action, sentence) != sentence:
        raise ValueError(f"no dot in, or taken with another sentence: {action}")
    _SENTENCES[action] = sentence
    if gives_the_account:
        _GIVES_THE_ACCOUNT.add(action)
    return action


def tell(kind: str, name: str, label: str, words: Mapping[str, str] | None = None) -> None:
    """Say how the history tells what an entry says of ``name`` that is no column of rows of this ``kind``.

    ``label`` and the values of ``words`` are marked by ``N_``; a value without a word is told as it is.
    """
    _label, before = _PARTICULARS.get((kind, name), (label, {}))  # several apps write of one kind of row
    _PARTICULARS[kind, name] = (label, {**before, **(words or {})})


def tell_row(kind: str, name: str, label: str, of: str) -> None:
    """Say that ``name`` of an entry about rows of this ``kind`` is the public id of a row of kind ``of``."""
    tell(kind, name, label)
    _POINTERS[kind, name] = of


def points_at(kind: str, name: str) -> str:
    """The kind of row that ``name`` is the public id of; empty where it is none."""
    return _POINTERS.get((kind, name), "")


def label_of(kind: str, name: str) -> str:
    """The label of what is no column, in the language of the reader; its bare name where nobody said one."""
    if (kind, name) not in _PARTICULARS:
        return name
    return capfirst(gettext(_PARTICULARS[kind, name][0]))


def word_of(kind: str, name: str, value: object) -> object:
    """A value in the reader's words, where there are some for it."""
    _label, words = _PARTICULARS.get((kind, name), ("", {}))
    return gettext(words[value]) if isinstance(value, str) and value in words else value


def give_the_account() -> frozenset[str]:
    """The kinds after which who acted could sign in to the account acted on."""
    return frozenset(_GIVES_THE_ACCOUNT)


def known(action: str) -> bool:
    """Whether the journal knows ``action``."""
    return action in _SENTENCES


def sentence_of(action: str) -> str:
    """The sentence in the language of the reader; the bare name for a kind since withdrawn."""
    sentence = _SENTENCES.get(action)
    return gettext(sentence) if sentence else action


def kinds() -> dict[str, str]:
    """Every kind with its sentence in the language of the reader, in the order of the names."""
    return {action: sentence_of(action) for action in sorted(_SENTENCES)}


EXPORTED = register("journal.exported", N_("exported entries of the journal"))
APPROVAL_REQUESTED = register("approval.requested", N_("asked for an approval"))
APPROVAL_GIVEN = register("approval.given", N_("approved"))
