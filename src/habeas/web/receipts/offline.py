"""The page that checks receipts, as one file: it loads nothing, and its own policy forbids it to.

The policy names the hashes of the script and the sheet in it, so that a file with another line of script in
it does not run that line; its SHA-256 stands on the page, for whoever passes the file on.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from habeas.language import LANGUAGES, words

NAME = "habeas-check.html"
FIRST = "en"
"""The language that the file opens in."""

_SCRIPTS = ("receipts/verify.js", "receipts/recordfile.js", "receipts/page.js")
_SHEETS = ("shell/tokens.css", "receipts/receipts.css", "receipts/offline.css")


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """The bytes of the file, and their SHA-256 in hexadecimal."""

    data: bytes
    sha256: str


@cache
def offline_page() -> OfflinePage:
    """The file, the same to the byte for everybody who takes it."""
    script, sheet = _joined(_SCRIPTS), _joined(_SHEETS)
    data = _page("".join(map(_part, LANGUAGES)), _buttons(), script, sheet).encode()
    return OfflinePage(data, hashlib.sha256(data).hexdigest())


def _page(parts: str, buttons: str, script: str, sheet: str) -> str:
    """No template: those hold nothing that runs, and here everything stands in one file."""
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(sheet)}'"
    return f"""<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Check a receipt – Habeas</title>
<style>{sheet}</style>
</head>
<body>
<nav class="languages" aria-label="Language">{buttons}</nav>
{parts}<script>{script}</script>
</body>
</html>
"""


def _part(language: str) -> str:
    with translation.override(language):
        values = {"prefix": language, "direction": words(language).direction}
        return render_to_string("receipts/part.html", values)


def _buttons() -> str:
    return "".join(
        f'<button type="button" class="language" data-language="{language}" lang="{language}" '
        f'aria-pressed="{"true" if language == FIRST else "false"}">{name}</button>'
        for language, name in LANGUAGES.items()
    )


def _joined(names: tuple[str, ...]) -> str:
    found = [finders.find(name) for name in names]
    return "\n".join(Path(str(file)).read_text("utf-8") for file in found)


def _hash(text: str) -> str:
    """As a policy of content names what stands in the page itself (CSP 3, hash-source)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
