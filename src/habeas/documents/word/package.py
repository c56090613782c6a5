"""What makes an archive a Word document, and what in one is refused before any of it is read.

Macros, what is fetched from elsewhere, other files embedded, and what Word would have to repair: a
document is taken whole and as it is, or not at all. An ordinary link to an address in the text fetches
nothing by itself and is let through.
"""

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from habeas.documents.package import OLE, ZIP, Format, Package, opened_package
from habeas.documents.refusals import refusal
from habeas.documents.sources import MEGABYTE, Limits

WORD_LIMITS = Limits(file=50 * MEGABYTE, unpacked=150 * MEGABYTE)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "macroenabled"
HARMLESS = frozenset({"hyperlink"})
"""Kinds of relations that may lead outside: they are followed by a person, or not."""
EMBEDDING = frozenset({"oleObject", "package", "aFChunk", "control"})


def _refuse_kind(names: Mapping[str, str], file: str) -> None:
    if "mimetype" in names and "content.xml" in names:
        raise refusal("word-odt", file)
    if "[content_types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise refusal("word-not-docx", file)
    for lower, name in names.items():
        if "embeddings/" in lower or "afchunk" in lower:
            raise refusal("word-embedded", file, part=name)


WORD = Format(
    broken="word-broken",
    entity="word-xml-entity",
    encrypted="word-encrypted",
    macro="word-macro",
    link="word-external-link",
    macros=("vbaproject", "vbadata", "activex/"),
    links=(),
    refuse_kind=_refuse_kind,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part leads: the part inside (or the address outside), and of what kind."""

    kind: str
    target: str
    outside: bool


@contextmanager
def opened_word(data: bytes, file: str, limits: Limits = WORD_LIMITS) -> Iterator[tuple[Package, str]]:
    """Open a Word document; give it and the name of its main part. Raises the ``word-…`` codes."""
    if data.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise refusal("word-encrypted" if encrypted else "word-old-doc", file)
    if not data.startswith(ZIP):
        raise refusal("word-not-docx", file)
    with opened_package(data, file, limits, WORD) as package:
        types = _types(package)
        yield package, _main_part(package, types)


def relations(package: Package, part: str) -> dict[str, Relation]:
    """What a part leads to, by identifier.

    Raises ``word-external-link`` and ``word-embedded`` for what is fetched or carried along, and
    ``word-needs-repair`` for what leads nowhere.
    """
    folder, name = posixpath.split(part)
    listing = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if not package.has(listing):
        return {}
    found = {}
    for each in package.tree(listing):
        kind = each.get("Type", "").rpartition("/")[2]
        outside = each.get("TargetMode") == "External"
        target = each.get("Target", "")
        if outside and kind not in HARMLESS:
            raise refusal("word-external-link", package.file, part=kind)
        if kind in EMBEDDING:
            raise refusal("word-embedded", package.file, part=target)
        if not outside:
            target = _inside(folder, target)
            if not package.has(target):
                raise needs_repair(package, f"the part {target} is missing")
        found[each.get("Id", "")] = Relation(kind, target, outside)
    return found


def needs_repair(package: Package, why: str) -> Exception:
    """The refusal of what a word processor would have to mend first, since something could be lost by it."""
    return refusal("word-needs-repair", package.file, why=why)


def _inside(folder: str, target: str) -> str:
    whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(whole)


def _types(package: Package) -> dict[str, str]:
    """The content type of each part, as the list of them has it; every part has one."""
    by_ending: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for each in package.tree("[Content_Types].xml"):
        kind = each.get("ContentType", "")
        if MACRO_TYPE in kind.lower():
            raise refusal("word-macro", package.file, part=kind)
        if _local(each) == "Default":
            by_ending[each.get("Extension", "").lower()] = kind
        elif _local(each) == "Override":
            by_name[each.get("PartName", "").lstrip("/")] = kind
    for name in by_name:
        if not package.has(name):
            raise needs_repair(package, f"the part {name} is missing")
    found = {}
    for name in package.names:
        kind = by_name.get(name) or by_ending.get(name.rpartition(".")[2].lower(), "")
        if not kind and not name.endswith("/") and name != "[Content_Types].xml":
            raise needs_repair(package, f"the part {name} has no type")
        found[name] = kind
    return found


def _main_part(package: Package, types: Mapping[str, str]) -> str:
    if not package.has("_rels/.rels"):
        raise needs_repair(package, "the list of its parts is missing")
    for each in relations(package, "").values() if package.has("_rels/.rels") else ():
        if each.kind == "officeDocument":
            if types.get(each.target) != MAIN:
                raise refusal("word-not-docx", package.file)
            return each.target
    raise needs_repair(package, "its main part is not named")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
