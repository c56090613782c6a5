"""The rules of the house that a machine can keep, each with lines it must pass and lines it must catch.

A rule says why it is one. What no rule can hold stands in ``docs/house.md``.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.house.repository import DOMAIN_ROOMS, dotted, room_of, view_modules

Fault = tuple[int, str]
"""The line, and what stands there."""


@dataclass(frozen=True)
class Rule:
    """``holds_for`` tells by the name of a file; ``finds`` gives faults in its text."""

    name: str
    why: str
    holds_for: Callable[[str], bool]
    finds: Callable[[str], Iterator[Fault]]
    good: tuple[str, ...]
    bad: tuple[str, ...]


def _calls(text: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def _writes(text: str) -> Iterator[Fault]:
    writing = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
    for call in _calls(text):
        # A form's save(commit=False) fills a row and stores nothing.
        fills = any(word.arg == "commit" and ast.unparse(word.value) == "False" for word in call.keywords)
        if isinstance(call.func, ast.Attribute) and call.func.attr in writing and not fills:
            yield call.lineno, f".{call.func.attr}()"


def _managers(text: str) -> Iterator[Fault]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            yield node.lineno, f".{node.attr}"


CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$"
)


def _clocks(text: str) -> Iterator[Fault]:
    for call in _calls(text):
        if CLOCKS.search(dotted(call.func)):
            yield call.lineno, f"{dotted(call.func)}()"


LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def _composed_logs(text: str) -> Iterator[Fault]:
    for call in _calls(text):
        logs = isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS
        if logs and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in call.args[:2]):
            yield call.lineno, ast.unparse(call)


def _knows_of_tests(text: str) -> Iterator[Fault]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "PYTEST" in node.value:
            yield node.lineno, node.value
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            if any(name.split(".")[0] in ("pytest", "unittest", "tests") for name in names):
                yield node.lineno, ast.unparse(node)


def _matches(pattern: str) -> Callable[[str], Iterator[Fault]]:
    compiled = re.compile(pattern)

    def finds(text: str) -> Iterator[Fault]:
        for number, line in enumerate(text.splitlines(), 1):
            if found := compiled.search(line):
                yield number, found.group()

    return finds


def _is_view(name: str) -> bool:
    return name in view_modules()


def _is_view_or_form(name: str) -> bool:
    return _is_view(name) or (_is_python(name) and name.endswith("/forms.py"))


def _is_python(name: str) -> bool:
    return name.endswith(".py") and name.startswith("src/habeas/")


def _is_domain(name: str) -> bool:
    return _is_python(name) and room_of(name) in DOMAIN_ROOMS


def _is_ours(name: str) -> bool:
    foreign = ("tests/vectors/", "src/habeas/web/shell/static/shell/vendor/", "LICENSE")
    return not name.startswith(foreign) and not name.endswith((".svg", ".po", "OFL.txt"))


# Written in two parts, so that this file keeps its own rules.
_HOSTS = "|".join(
    re.escape(f"{host}.{end}")
    for host, end in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb.debian", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("googleapis", "com"),
    ]
)
_ROOT, _HOME = "/ro" + "ot", "/ho" + "me"
_WORK = "/wo" + "rk"

RULES = (
    Rule(
        "views-do-not-write",
        "Writing goes through actions.py: the row and its journal entry in one transaction.",
        _is_view_or_form,
        _writes,
        good=(
            "form.save(commit=False)",
            "actions.rename_place(reader, place, name=name)",
            "form.is_valid()",
            "saved = form.cleaned_data",
        ),
        bad=("place.save()", "Place.objects.create(name=name)", "place.changes.all().delete()"),
    ),
    Rule(
        "views-ask-no-manager",
        "Reading goes through access.py: one function per question, so that each condition is seen once.",
        _is_view,
        _managers,
        good=("places_for(reader).filter(party=party)",),
        bad=("Place.objects.all()", "get_object_or_404(Place.objects, pk=1)", "Place._default_manager"),
    ),
    Rule(
        "domain-reads-no-clock",
        "What a rule says depends on as_of, which is an argument: else nothing could be told of yesterday.",
        _is_domain,
        _clocks,
        good=("age_of(when, as_of)", "datetime.fromisoformat(text)", "date(2024, 7, 3)", "time.monotonic()"),
        bad=("datetime.now(UTC)", "date.today()", "import datetime\ndatetime.date.today()", "time.time()"),
    ),
    Rule(
        "logs-are-not-composed",
        "A line composed of values carries names into the log.",
        _is_python,
        _composed_logs,
        good=('log.warning("job %s failed", task)', 'say_error(f"no {name}")', 'log.info("started")'),
        bad=('log.info(f"{user} signed in")', 'log.error("failed: " + name)', 'log.log(30, f"{name}")'),
    ),
    Rule(
        "product-knows-no-test",
        "What behaves otherwise while it is tested was not tested.",
        _is_python,
        _knows_of_tests,
        good=("import testimony", 'os.environ.get("HABEAS_DEMO")'),
        bad=('os.environ.get("PYTEST_CURRENT_TEST")', "import pytest", "from unittest import mock"),
    ),
    Rule(
        "no-registry-is-named",
        "Where packages come from is for who installs; a name in a file is a request waiting to be made.",
        _is_ours,
        _matches(_HOSTS),
        good=("see hudoc.cpt.coe.int", "pip install --require-hashes", "https://www.example.org/"),
        bad=("--index-url https://pypi" + ".org/simple", "https://cdn.jsdelivr" + ".net/npm/x"),
    ),
    Rule(
        "no-path-of-a-machine",
        "A path of somebody's machine works nowhere else, and tells whose it was.",
        _is_ours,
        _matches(rf"(?<![\w.:/-])({_ROOT}|{_HOME}/\w+|{_WORK}|/Users/\w+)/"),
        good=("/usr/bin/chromium", "/srv/habeas", "/tmp/habeas-demo", "https://example.org" + _WORK + "/x"),
        bad=(f'"{_ROOT}/.cache/"', f"{_HOME}/clara/habeas/", f"cd {_WORK}/main", "/Users/" + "dana/x"),
    ),
    Rule(
        "no-secret",
        "A key that was committed is no secret any more.",
        _is_ours,
        _matches(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
            r"|\bAGE-SECRET-KEY-1[0-9A-Z]{20,}"
        ),
        good=("-----BEGIN PUBLIC KEY-----", "AKIA", "secret-key"),
        bad=("-----BEGIN EC PRIVATE " + "KEY-----", "AKIA" + "A" * 16, "ghp_" + "a" * 36),
    ),
)

JUNK_DRAWERS = frozenset(
    {"core", "util", "utils", "lib", "libs", "common", "helper", "helpers", "misc", "base"}
)
"""Names that say nothing of what is in it, so that everything comes to be."""


def junk_drawers(name: str) -> list[str]:
    """Parts of a path that are junk drawers."""
    return [part for part in name.split("/") if part.rsplit(".", 1)[0].lower() in JUNK_DRAWERS]
