"""Writing has one door: who stores a row in ``actions.py`` writes its journal entry too."""

import ast
from collections.abc import Iterator
from functools import cache

import pytest
from tests.house.repository import WEB, tree_of

STORES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "update",
}
"""Methods that store."""

TOLD_IN_THE_REGISTER = "src/habeas/web/keyring/actions.py"
"""The keys of custody records are made and destroyed by entries of the register, which is their journal."""


def doors() -> list[str]:
    """The modules that may store rows: ``actions.py``, and the lists taken over beside it."""
    found = [path for name in ("actions.py", "taking.py") for path in WEB.glob(f"*/{name}")]
    named = (path.relative_to(WEB.parent.parent.parent).as_posix() for path in found)
    return sorted(name for name in named if name != TOLD_IN_THE_REGISTER)


@cache
def functions() -> dict[tuple[str, str], tuple[ast.AST, ...]]:
    """By module and name: the function, or for a class all its methods."""
    found: dict[tuple[str, str], tuple[ast.AST, ...]] = {}
    for name in doors():
        for node in tree_of(name).body:
            if isinstance(node, ast.FunctionDef):
                found[name, node.name] = (node,)
            if isinstance(node, ast.ClassDef):
                found[name, node.name] = tuple(node.body)
    return found


@cache
def imports(module: str) -> dict[str, tuple[str, str]]:
    """What a module calls by another's name: the name here, then module and name there."""
    found = {}
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("habeas.web."):
            there = f"src/{node.module.replace('.', '/')}"
            for alias in node.names:
                found[alias.asname or alias.name] = (f"{there}.py", alias.name)
                found[f"{alias.asname or alias.name}."] = (f"{there}/{alias.name}.py", "")
    return found


def called(module: str, node: ast.Call) -> tuple[str, str]:
    """The function of a door that a call goes to, as far as it can be told from the text."""
    known = imports(module)
    match node.func:
        case ast.Name(id=name):
            return known.get(name, (module, name))
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if f"{name}." in known:
            return known[f"{name}."][0], attribute
    return module, ""


def calls(at: tuple[str, str]) -> Iterator[ast.Call]:
    for part in functions()[at]:
        yield from (node for node in ast.walk(part) if isinstance(node, ast.Call))


def stores(node: ast.Call) -> bool:
    """Whether a call stores a row."""
    if not (isinstance(node.func, ast.Attribute) and node.func.attr in STORES):
        return False
    if any(word.arg == "commit" for word in node.keywords):
        return False
    on = ast.unparse(node.func.value)
    # A set or a dictionary is updated too; rows are updated by a manager or what it filtered.
    return node.func.attr != "update" or "objects" in on or "filter(" in on


def reaches(at: tuple[str, str], wanted: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether a function stores (``wanted="store"``) or writes the journal, itself or by what it calls."""
    if at in seen or at not in functions():
        return False
    for node in calls(at):
        goes_to = called(at[0], node)
        if wanted == "store" and stores(node):
            return True
        if wanted == "journal" and goes_to == ("src/habeas/web/journal/actions.py", "record"):
            return True
        if reaches(goes_to, wanted, seen | {at}):
            return True
    return False


def offered() -> list[tuple[str, str]]:
    """What the rest of the product may call."""
    return sorted(
        at
        for at, parts in functions().items()
        if not at[1].startswith("_") and isinstance(parts[0], ast.FunctionDef)
    )


def test_doors_are_found() -> None:
    writing = [at for at in offered() if reaches(at, "store")]
    assert ("src/habeas/web/people/actions.py", "add_person") in writing
    assert ("src/habeas/web/places/taking.py", "take_places") in writing
    assert len(writing) > 20


@pytest.mark.parametrize("at", offered(), ids=lambda at: f"{at[0].split('/')[3]}.{at[1]}")
def test_who_stores_writes_the_journal(at: tuple[str, str]) -> None:
    if reaches(at, "store") and at != ("src/habeas/web/journal/actions.py", "record"):
        assert reaches(at, "journal"), f"{at[1]} of {at[0]} stores rows and writes no journal entry"


def test_the_check_sees_a_door_that_forgets() -> None:
    forgets = ast.parse("def f(row):\n    row.save(update_fields=['name'])")
    (call,) = (node for node in ast.walk(forgets) if isinstance(node, ast.Call))
    assert stores(call)
    fills = ast.parse("form.save(commit=False)\nseen.update(x)\nchanges.update(y)")
    assert not any(stores(node) for node in ast.walk(fills) if isinstance(node, ast.Call))
