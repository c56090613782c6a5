"""The index on the disk: written in one step, read at once, and never the source of truth.

A change is there whole or not at all (tantivy commits by renaming a file). Beside the index lies
``state.json``: of which form it is, in which languages its texts are, and in which columns it has something
to be counted. An index of another form, or a damaged one, is refused in words, and made anew from the store.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import tantivy

from habeas import durable
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.search import counting
from habeas.search.asking import Asking, Wanted
from habeas.search.items import Facet, Item
from habeas.search.words import GAP, WITH_FORMS, terms_of

FORM = 3
"""Raised with every change of the schema or of how words are made even."""
_STATE = "state.json"
_MEMORY = 64_000_000
_REBUILD = N_("Run habeas index: it is made anew from the store, and nothing is lost.")


_BESIDE = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="counting")


@dataclass(frozen=True, slots=True)
class _Held:
    """What the items of an index have: languages whose forms are known, and columns to be counted."""

    languages: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()

    def with_(self, other: "_Held") -> "_Held":
        if other.languages <= self.languages and other.columns <= self.columns:
            return self
        return _Held(self.languages | other.languages, self.columns | other.columns)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: how many in all, the keys of one page, and counts by facet, the most first."""

    count: int
    keys: tuple[str, ...]
    facets: Mapping[Facet, tuple[tuple[str, int], ...]] = field(default_factory=dict)


def schema() -> tantivy.Schema:
    """The fields of an index."""
    made = tantivy.SchemaBuilder()
    made.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("body", "inner", "tri"):
        made.add_text_field(name, tokenizer_name="given", index_option="position")
    for name in ("lemma", "label"):
        made.add_text_field(name, tokenizer_name="given", index_option="freq")
    for name in ("seen", "rests"):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for facet, columns in counting.COLUMNS.items():
        made.add_text_field(facet.value, tokenizer_name="raw", index_option="basic")
        for name in columns:
            made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    made.add_integer_field("day", fast=True)  # not unsigned: that ends the writer's thread
    return made.build()


class Index:
    """One index in a folder of its own. Several threads and processes may read, one writes at a time."""

    def __init__(self, folder: Path) -> None:
        """Open what is there; ``RefusedError``: ``index-missing``, ``index-other-form``, ``index-broken``."""
        self.folder = folder
        _state(folder)
        try:
            self._index = tantivy.Index.open(str(folder))
            self._index.config_reader(reload_policy="manual")  # it is read anew before each search
        except Exception as fault:  # whatever it is, the index is made anew
            raise _broken() from fault
        _register(self._index)
        self._schema = self._index.schema

    def count(self) -> int:
        """How many items it holds."""
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def search(
        self, wanted: Wanted, *, limit: int, offset: int = 0, newest: bool = False, counted: bool = True
    ) -> Found:
        """The page of ``limit`` results after ``offset``, the best first (``newest``: the newest first)."""
        self._index.reload()
        searcher = self._index.searcher()
        held = _state(self.folder)  # after the index: what is held is told before it can be found
        query = Asking(self._schema, held.languages).whole(wanted)
        try:
            # Counting takes as long as finding where much is found, and both let other threads go on.
            columns = counting.asked(sorted(held.columns))
            counts = _BESIDE.submit(searcher.aggregate, query, columns) if counted else None
            result = searcher.search(
                query, limit=limit, offset=offset, order_by_field="day" if newest else None
            )
            keys = tuple(str(searcher.doc(address)["key"][0]) for _score, address in result.hits)
            facets = counting.counted(counts.result()) if counts else {}
        except (ValueError, OSError) as fault:
            raise _broken() from fault
        return Found(int(getattr(result, "count", 0)), keys, facets)

    def change(self, items: Iterable[Item], gone: Iterable[str] = ()) -> None:
        """Put items in the place of those of the same key, and take out keys and marks that are gone.

        ``gone`` are marks of ``rests_on``: everything that rests on one goes, before ``items`` come.
        """
        writer = _writer(self._index)
        for mark in gone:
            writer.delete_documents_by_term("rests", mark)
        held, before = _add(writer, items, anew=False), _state(self.folder)
        if before.with_(held) is not before:
            _put_state(self.folder, before.with_(held))  # first: one too many does no harm
        writer.commit()
        writer.wait_merging_threads()


class Remaking:
    """An index that is made anew; who reads it meanwhile finds what was there before."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing in it; ``RefusedError`` (``index-busy``) while another process writes it."""
        self._folder = folder
        try:
            found = Index(folder)._index  # noqa: SLF001 (its own maker)
        except RefusedError:
            shutil.rmtree(folder, ignore_errors=True)
            durable.make_folder(folder)
            found = tantivy.Index(schema(), str(folder))
            _register(found)
        self._writer = _writer(found)
        self._writer.delete_all_documents()
        self._held = _Held()

    def add(self, item: Item) -> None:
        """Take an item in; each key comes once."""
        self._held = self._held.with_(_add(self._writer, [item], anew=True))

    def done(self) -> Index:
        """Let it be read from now on."""
        if (self._folder / _STATE).exists():
            _put_state(self._folder, self._held.with_(_state(self._folder)))
        self._writer.commit()
        self._writer.wait_merging_threads()
        _put_state(self._folder, self._held)
        return Index(self._folder)


def make_anew(folder: Path, items: Iterable[Item]) -> Index:
    """Make the index of a folder anew."""
    made = Remaking(folder)
    for item in items:
        made.add(item)
    return made.done()


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    try:
        return index.writer(_MEMORY, 1)
    except ValueError as fault:
        if "LockBusy" not in str(fault):
            raise _broken() from fault
        raise RefusedError(
            "index-busy",
            "another process writes the search index",
            advice="Wait until it is done, and try again.",
        ) from fault


def _add(writer: tantivy.IndexWriter, items: Iterable[Item], *, anew: bool) -> _Held:
    held = _Held()
    for item in items:
        if not anew:
            writer.delete_documents_by_term("key", item.key)
        document, own = _document(item)
        writer.add_document(document)
        held = held.with_(own)
    return held


def _document(item: Item) -> tuple[tantivy.Document, _Held]:
    made = tantivy.Document()
    made.add_text("key", item.key)
    texts = [terms_of(text) for text in item.texts if text]
    labels = [
        terms_of(label, frozenset({language})) for language, some in item.labels.items() for label in some
    ]
    between = f" {GAP} "
    made.add_text("body", between.join(one.body for one in texts))
    made.add_text("inner", between.join(terms_of(text, frozenset()).body for text in item.inner if text))
    made.add_text("tri", " ".join(one.pieces for one in texts))
    made.add_text("label", " ".join(one.body for one in labels))
    made.add_text("lemma", " ".join(one.lemmas for one in (*texts, *labels)))
    spoken = frozenset(language for one in (*texts, *labels) for language in one.languages) & WITH_FORMS
    for name, marks in (("seen", item.seen_by), ("rests", item.rests_on)):
        for value in sorted(marks):
            made.add_text(name, value)
    for facet, values in item.facets.items():
        for value in dict.fromkeys(values):
            made.add_text(facet.value, value)
    laid = counting.laid_out(item.facets)
    for column, value in laid:
        made.add_text(column, value)
    made.add_integer("day", item.day.toordinal() if item.day else 0)
    return made, _Held(spoken, counting.taken_up(laid))


def _register(index: tantivy.Index) -> None:
    given = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("given", given)


def _put_state(folder: Path, held: _Held) -> None:
    told = {"form": FORM, "languages": sorted(held.languages), "columns": sorted(held.columns)}
    durable.put(folder / _STATE, json.dumps(told).encode())


def _state(folder: Path) -> _Held:
    try:
        told = json.loads((folder / _STATE).read_bytes())
        form = told["form"]
        if form == FORM:
            return _Held(frozenset(told["languages"]), frozenset(told["columns"]))
    except FileNotFoundError:
        raise RefusedError("index-missing", N_("there is no search index yet"), advice=_REBUILD) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise _broken() from None
    raise RefusedError(
        "index-other-form",
        N_("the search index was made by another version of Habeas"),
        advice=_REBUILD,
    )


def _broken() -> RefusedError:
    return RefusedError("index-broken", N_("the search index is damaged"), advice=_REBUILD)
