import hashlib
import re

import pytest

from habeas.papers.letters import FONTS, manifest

ALPHABETS = {
    "latin": "ÀÉîøßŒœŠžŁđ",
    "azerbaijani": "ƏəĞğıİÖöŞşÜüÇç",
    "cyrillic": "АбвЄєІіЇїҐґЪъЫыЭэЁё",
    "greek": "ΑαΏώΐς",
    "georgian": "აბგდეჰ",
    "armenian": "ԱաԲբևՖֆ",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءةىأإؤئ،؟٠١٢",
}


def test_every_font_is_what_the_manifest_says() -> None:
    for entry in manifest():
        data = (FONTS / str(entry["file"])).read_bytes()
        assert len(data) == entry["bytes"]
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]


def test_no_font_lies_there_unlisted_and_all_stay_small() -> None:
    found = {
        path.relative_to(FONTS).as_posix() for path in FONTS.rglob("*") if path.suffix in (".ttf", ".woff2")
    }
    assert found == {entry["file"] for entry in manifest()}
    assert sum((FONTS / name).stat().st_size for name in found) < 4_000_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS)
@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("folder", ["ttf/", "web/"])
def test_each_alphabet_is_held_by_sans_and_serif(folder: str, weight: int, alphabet: str) -> None:
    for kind in (("NotoSans",), ("NotoSerif", "NotoNaskh")):
        codes: set[int] = set()
        for entry in manifest():
            name = str(entry["file"]).removeprefix(folder)
            if name.startswith(kind) and entry["weight"] == weight and entry["style"] == "normal":
                codes.update(code for a, b in entry["covers"] for code in range(a, b + 1))  # type: ignore[attr-defined]
        assert not set(map(ord, alphabet)) - codes


def test_the_style_sheet_names_only_files_that_are_there() -> None:
    css = (FONTS / "fonts.css").read_text(encoding="utf-8")
    addresses = re.findall(r'url\("([^"]+)"\)', css)
    assert addresses
    assert all((FONTS / address).is_file() for address in addresses)
    assert css.count("unicode-range") == len(addresses)
