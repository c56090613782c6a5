"""The tokens: every pair of text and ground is read in light, dark and print; shapes are seen."""

import re
from pathlib import Path

import pytest

import habeas.web.shell

STATIC = Path(habeas.web.shell.__file__).parent / "static" / "shell"
TOKENS = (STATIC / "tokens.css").read_text("utf-8")
THEMES = {
    "light": r":root \{",
    "dark": r':root\[data-bs-theme="dark"\] \{',
    "device": r":root:not\(\[data-bs-theme\]\) \{",
    "print": r":root:not\(\[data-bs-theme\]\) \{(?=\s*color-scheme: light)",
}
TEXTS = (
    "ink",
    "muted",
    "accent",
    "accent-strong",
    "done",
    "due-ink",
    "late",
    "body",
    "state",
    "other",
    "neutral",
)
GROUNDS = ("paper", "raised", "accent-wash", "due-wash", "late-wash")
SHAPES = ("due", "late", "done", "body", "state", "other", "neutral", "accent", "edge", "focus")


def tokens(theme: str) -> dict[str, str]:
    found = re.search(THEMES[theme] + r"([^}]*)\}", TOKENS)
    assert found, theme
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", found[1]))


def luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, “contrast ratio”."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_the_standard_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_text_is_read_on_every_ground(theme: str) -> None:
    named = {**tokens("light"), **tokens(theme)}
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-band", "band")]
    weak = {pair: contrast(named[pair[0]], named[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_shapes_are_seen_on_every_ground(theme: str) -> None:
    named = {**tokens("light"), **tokens(theme)}
    weak = {(s, g): contrast(named[s], named[g]) for s in SHAPES for g in GROUNDS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_dark_that_is_chosen_is_the_dark_of_the_device() -> None:
    assert tokens("dark") == tokens("device")
    assert tokens("dark").keys() == tokens("light").keys()


def test_no_other_sheet_names_a_colour() -> None:
    for sheet in STATIC.glob("*.css"):
        if sheet.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,\s)])|rgba?\(", sheet.read_text("utf-8")) == [], (
                sheet.name
            )


def test_every_token_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"(--[a-z-]+):", TOKENS))
    for sheet in STATIC.glob("*.css"):
        text = sheet.read_text("utf-8")
        own = defined | set(re.findall(r"(--bs-[a-z-]+):", text))
        assert set(re.findall(r"var\((--[a-z-]+)", text)) <= own, sheet.name
