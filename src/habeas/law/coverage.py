"""Which provisions something in Habeas enforces: read from where it is written.

A module registers by writing ``cite("ECPT#10(2)", enforces="two thirds of all members")``.
The calls are read from the source text of the package and not collected while it runs: so
the answer is the same on every machine, has the pages of the web in it without starting
them, and never counts a call that a loop made up. Hence the one rule: both arguments of
``cite`` are written out as literal texts.

Coverage says what the code claims to hold to. That the claim is true is for the tests.
"""

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from habeas.law.provisions import Provision
from habeas.law.shelf import provision, provisions


@dataclass(frozen=True, slots=True)
class Mention:
    """One ``cite`` in the code. ``enforces`` is ``None`` where a module cites without enforcing."""

    ref: str
    module: str
    line: int
    enforces: str | None


@dataclass(frozen=True, slots=True)
class Covered:
    """A provision with the code that enforces it, and the code that only speaks of it."""

    provision: Provision
    enforced_by: tuple[Mention, ...]
    cited_by: tuple[Mention, ...]


@cache
def coverage(package: Path | None = None) -> tuple[Covered, ...]:
    """Every provision, in the order of the instruments, with its mentions in ``package`` (default: Habeas).

    Raises ``ValueError`` for a ``cite`` that is not written out, and
    ``UnknownReferenceError`` for one of a provision that is not held.
    """
    by_ref: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions(package or Path(str(files("habeas")))):
        by_ref[provision(mention.ref).ref].append(mention)
    return tuple(
        Covered(
            provision=each,
            enforced_by=tuple(mention for mention in by_ref[each.ref] if mention.enforces is not None),
            cited_by=tuple(mention for mention in by_ref[each.ref] if mention.enforces is None),
        )
        for each in provisions()
    )


def mentions(package: Path) -> tuple[Mention, ...]:
    """Every ``cite`` in the Python files of ``package``, by module and line."""
    found: list[Mention] = []
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "habeas.law" not in text or "cite(" not in text:
            continue
        parts = (package.name, *path.relative_to(package).with_suffix("").parts)
        module = ".".join(parts).removesuffix(".__init__")
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and _is_cite(node)]
        found.extend(_mention(call, module) for call in sorted(calls, key=lambda call: call.lineno))
    return tuple(found)


def _is_cite(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id="cite") | ast.Attribute(attr="cite"):
            return True
    return False


def _mention(call: ast.Call, module: str) -> Mention:
    match call:
        case ast.Call(args=[ast.Constant(value=str() as ref)], keywords=[]):
            return Mention(ref, module, call.lineno, None)
        case ast.Call(
            args=[ast.Constant(value=str() as ref)],
            keywords=[ast.keyword(arg="enforces", value=ast.Constant(value=str() as enforces))],
        ):
            return Mention(ref, module, call.lineno, enforces)
    raise ValueError(
        f'{module}, line {call.lineno}: write cite("REF", enforces="…") with the texts themselves'
    )
