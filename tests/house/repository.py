"""What the house tests read: the files of the repository, as texts and as trees."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "habeas"
WEB = SOURCE / "web"
DOMAIN_ROOMS = frozenset(
    {
        "canonical",
        "clock",
        "documents",
        "dossier",
        "errors",
        "language",
        "law",
        "papers",
        "pictures",
        "threads",
        "tlog",
    }
)

LEFT_OUT = {".venv", ".venv-other", ".git", "var", "build", "dist", "__pycache__", "node_modules"}


@cache
def tracked() -> tuple[str, ...]:
    """Every file that git keeps; where this is no checkout, every file that is here."""
    # The checkout may be somebody else's: we only read it.
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        named = listed.stdout.rstrip("\0").split("\0")
        return tuple(sorted(name for name in named if (ROOT / name).is_file()))
    there = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return tuple(sorted(path.as_posix() for path in there if not LEFT_OUT & set(path.parts)))


@cache
def text_of(name: str) -> str | None:
    """The text of a file; ``None`` where it is none."""
    data = (ROOT / name).read_bytes()
    try:
        return None if b"\0" in data else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


@cache
def modules() -> tuple[str, ...]:
    """Every module of the package, generated migrations left out."""
    found = (path.relative_to(ROOT).as_posix() for path in SOURCE.rglob("*.py"))
    return tuple(sorted(name for name in found if "/migrations/" not in name))


@cache
def tree_of(name: str) -> ast.Module:
    """A module as a tree."""
    return ast.parse((ROOT / name).read_text("utf-8"), name)


@cache
def view_modules() -> frozenset[str]:
    """The modules of views: those that an app's ``urls.py`` imports from its own app."""
    found = set()
    for urls in WEB.glob("*/urls.py"):
        for node in tree_of(urls.relative_to(ROOT).as_posix()).body:
            if isinstance(node, ast.ImportFrom) and node.module == f"habeas.web.{urls.parent.name}":
                found |= {urls.parent / f"{alias.name}.py" for alias in node.names}
    return frozenset(path.relative_to(ROOT).as_posix() for path in found if path.exists())


@cache
def templates() -> tuple[str, ...]:
    """Every template of the package."""
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in WEB.rglob("templates/**/*.html")))


def room_of(name: str) -> str:
    """The room or shell that a module of the package is in."""
    return Path(name).relative_to("src/habeas").parts[0].removesuffix(".py")


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of such an expression; a part that is no name is ``?``."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
    return "?"
