"""Write the pages of ``docs/`` that are made from the code, or say which of them are stale.

python tools/write_docs.py            write them
python tools/write_docs.py --check    name those that differ; status 1 where one does
"""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "Made by `make docs`; do not edit."


def law_coverage() -> str:
    """What of the law something in Habeas enforces."""
    return _said("law", "--coverage", "--format", "md")


def commands() -> str:
    """The help of every verb."""
    from habeas.cli.calling import VERBS

    def lines() -> Iterator[str]:
        yield from ("# The command `habeas`", "", MADE, "", "```", _said("--help").rstrip(), "```")
        for verb in VERBS:
            yield from ("", f"## `habeas {verb}`", "", "```", _said(verb, "--help").rstrip(), "```")

    return "\n".join(lines()) + "\n"


def journal() -> str:
    """Every kind of entry with its sentence."""
    from django.apps import apps

    from habeas.web.journal.kinds import kinds

    for app in apps.get_app_configs():
        folder = Path(app.path)
        if app.name.startswith("habeas.") and folder.is_dir():
            for module in sorted(folder.glob("*.py")):
                import_module(f"{app.name}.{module.stem}" if module.stem != "__init__" else app.name)
    rows = "\n".join(f"| `{action}` | {sentence} |" for action, sentence in kinds().items())
    return (
        f"# What the journal tells\n\n{MADE}\n\n"
        "Each act is written in the transaction that does it: who, in which role, when, to what, which "
        "fields, and why. The database refuses to change or delete an entry.\n\n"
        f"| kind | who did it … |\n|---|---|\n{rows}\n"
    )


def roles() -> str:
    """Who may do what."""
    from habeas.web.people.roles import BY_PARTY, CAPABILITIES, Capability

    def mark(role: object, capability: object) -> str:
        if capability not in CAPABILITIES[role]:  # type: ignore[index]
            return ""
        return "own Parties" if (role, capability) in BY_PARTY else "yes"

    head = " | ".join(f"`{capability.value}`" for capability in Capability)
    rows = "\n".join(
        f"| {role.label} | {role.may} | {' | '.join(mark(role, each) for each in Capability)} |"
        for role in CAPABILITIES
    )
    return (
        f"# Roles, and what each may\n\n{MADE}\n\n"
        "Every page asks for one of these capabilities; who lacks it is told that there is no such page. "
        "“Own Parties”: only for the Party that the person speaks for, or whose visits the person is a "
        "member of. A reader of what is public needs no account.\n\n"
        f"| role | | {head} |\n|---|---|{'---|' * len(Capability)}\n{rows}\n"
    )


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "journal.md": journal,
    "law-coverage.md": law_coverage,
    "roles.md": roles,
}


def _said(*words: str) -> str:
    from habeas.cli import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main(words)
    return said.getvalue()


def differing() -> list[str]:
    """Return the names of pages that are missing or not as the code has them."""
    return [
        name
        for name, made in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != made()
    ]


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    os.environ["COLUMNS"] = "100"  # the width of help does not depend on the terminal
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habeas.web.settings")
    import django

    django.setup()
    stale = differing()
    for name in () if check else stale:
        (DOCS / name).write_text(PAGES[name](), "utf-8")
    for name in stale:
        print(f"docs/{name}: {'stale: run make docs' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
