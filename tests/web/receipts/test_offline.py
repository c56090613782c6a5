"""The page as one file: it says everything in every language, and may run and load nothing else."""

import base64
import hashlib
import re
from pathlib import Path

from habeas.language import LANGUAGES
from habeas.tlog.receipt import LARGEST_COMPACT
from habeas.web.receipts import offline
from habeas.web.receipts.offline import offline_page

SCRIPTS = Path(offline.__file__).parent / "static" / "receipts"


def test_its_own_policy_names_what_runs_in_it_and_nothing_else() -> None:
    page = offline_page().data.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        [text] = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        made = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{made}'" in policy
    assert (
        re.findall(
            r"\s(?:src|href|action|srcset|on\w+)=", re.sub(r"<script>.*?</script>", "", page, flags=re.S)
        )
        == []
    )


def test_it_is_the_same_for_everybody_and_its_hash_is_told() -> None:
    first = offline_page()
    offline_page.cache_clear()
    assert offline_page() == first
    assert first.sha256 == hashlib.sha256(first.data).hexdigest()
    assert len(first.data) < 100_000


def test_every_language_says_every_sentence() -> None:
    page = offline_page().data.decode()
    parts = page.split("<main ")[1:]
    assert len(parts) == len(LANGUAGES)
    said = [dict(re.findall(r'<template data-say="([a-z-]+)">([^<]*)</template>', part)) for part in parts]
    asked = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', (SCRIPTS / "page.js").read_text("utf-8")))
    scripts = ((SCRIPTS / name).read_text("utf-8") for name in ("verify.js", "recordfile.js"))
    faults = {code for script in scripts for code in re.findall(r'"([a-z]+-[a-z]+)"', script)}
    needed = {code for code in asked | faults if code in said[0]}
    assert needed == set(said[0])
    for other in said[1:]:
        assert set(other) == set(said[0])
        assert not {code for code, text in other.items() if text == said[0][code]}


def test_the_scripts_ask_nobody_and_know_the_bound() -> None:
    text = "".join(file.read_text("utf-8") for file in SCRIPTS.glob("*.js"))
    assert not re.search(
        r"fetch\(|XMLHttp|sendBeacon|WebSocket|import\(|eval|innerHTML|localStorage|cookie", text
    )
    assert f"LARGEST_COMPACT = {LARGEST_COMPACT};" in text
