"""Build the fonts that Habeas ships from the Noto fonts of a Debian system (package ``fonts-noto-core``).

    python tools/build_fonts.py [--from FOLDER] [--into FOLDER]

Two sets, cut from the same files: ``ttf/`` for papers (one file a family and style, unhinted, because a
page in print needs no hints) and ``web/`` for browsers (WOFF2, one file a family, style and script, so
that a page fetches only the scripts that are on it). ``fonts.css`` names the second set by
``unicode-range``; ``manifest.json`` gives origin, coverage and SHA-256 of every file. The same fonts in
give the same bytes out.

For pictures in papers the sans fonts for print are merged into one, Noto Sans Drawn: what draws
pictures for typst loses letters where a line from right to left changes from one font to another.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools import merge
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/truetype/noto")
TARGET = Path(__file__).resolve().parent.parent / "src" / "habeas" / "fonts"

Span = tuple[int, int]

# First and last code point of what each script's file holds. Marks, quotation marks and dashes stand
# with Latin, because every page has them.
SCRIPTS: dict[str, tuple[Span, ...]] = {
    "latin": (
        (0x20, 0x7E),
        (0xA0, 0xFF),
        (0x131, 0x131),
        (0x152, 0x153),
        (0x2C6, 0x2C6),
        (0x2DA, 0x2DA),
        (0x2DC, 0x2DC),
        (0x2000, 0x206F),
        (0x20AC, 0x20AC),
        (0x2116, 0x2116),
        (0x2122, 0x2122),
        (0x2212, 0x2212),
        (0xFFFD, 0xFFFD),
    ),
    "latin-ext": (
        (0x100, 0x130),
        (0x132, 0x151),
        (0x154, 0x2C5),
        (0x2C7, 0x2D9),
        (0x2DB, 0x2DB),
        (0x2DD, 0x36F),
        (0x1E00, 0x1EFF),
        (0x2070, 0x209F),
        (0x20A0, 0x20AB),
        (0x20AD, 0x20BF),
        (0x2150, 0x215F),
    ),
    "greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x400, 0x52F),),
    "armenian": ((0x530, 0x58F), (0xFB13, 0xFB17)),
    "georgian": ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    "arabic": ((0x600, 0x6FF), (0x750, 0x77F), (0xFDF2, 0xFDF2), (0xFDFA, 0xFDFC)),
    "arrows": ((0x2190, 0x2199), (0x21A9, 0x21AA)),
    "shapes": ((0x25A0, 0x25FF), (0x2610, 0x2612), (0x26A0, 0x26A0), (0x2713, 0x2717)),
}
EUROPEAN = ("latin", "latin-ext", "greek", "cyrillic")

# What shaping, marks and figures need; small capitals and stylistic sets are left out.
FEATURES = [
    "ccmp",
    "locl",
    "liga",
    "rlig",
    "calt",
    "kern",
    "mark",
    "mkmk",
    "curs",
    "init",
    "medi",
    "fina",
    "isol",
    "rtlm",
    "lnum",
    "onum",
    "pnum",
    "tnum",
    "sups",
    "subs",
]
# The one family of pictures in papers: of which files it is made in each weight, first the one whose
# measures it takes.
DRAWN = "Noto Sans Drawn"
DRAWN_OF = {
    cut_name: [
        *(f"NotoSans{script}-{cut_name}" for script in ("", "Arabic", "Armenian", "Georgian")),
        "NotoSansSymbols-Regular",
        "NotoSansSymbols2-Regular",
    ]
    for cut_name in ("Regular", "Bold")
}
# Family, style, copyright, version, trademark, licence and its address: the licence asks for them.
NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of Noto: where it comes from, and what it is called in papers and on the web."""

    origin: str
    family: str  # its own name, which papers ask for
    web_family: str  # the one name under which the browser finds all scripts
    weight: int
    style: str
    scripts: tuple[str, ...]


def faces() -> Iterator[Face]:
    """Every font that is shipped, in the order of the stylesheet."""
    for kind, arabic in (("Sans", "NotoSansArabic"), ("Serif", "NotoNaskhArabic")):
        web = f"Noto {kind}"
        for cut, weight, style in (
            ("Regular", 400, "normal"),
            ("Bold", 700, "normal"),
            ("Italic", 400, "italic"),
        ):
            yield Face(f"Noto{kind}-{cut}", web, web, weight, style, EUROPEAN)
        for cut, weight in (("Regular", 400), ("Bold", 700)):
            for script in ("Armenian", "Georgian"):
                name = f"{web} {script}"
                yield Face(f"Noto{kind}{script}-{cut}", name, web, weight, "normal", (script.lower(),))
            name = "Noto Sans Arabic" if kind == "Sans" else "Noto Naskh Arabic"
            yield Face(f"{arabic}-{cut}", name, web, weight, "normal", ("arabic",))
    yield Face("NotoSansSymbols-Regular", "Noto Sans Symbols", "Noto Symbols", 400, "normal", ("arrows",))
    yield Face("NotoSansSymbols2-Regular", "Noto Sans Symbols2", "Noto Symbols", 400, "normal", ("shapes",))


def code_points(scripts: Iterable[str]) -> list[int]:
    """Every code point that files for ``scripts`` are asked to hold."""
    spans = (span for script in scripts for span in SCRIPTS[script])
    return [code for first, last in spans for code in range(first, last + 1)]


def cut(origin: Path, codes: Sequence[int], *, web: bool) -> tuple[bytes, list[int]]:
    """Return ``origin`` cut down to ``codes``, and the code points that it really has of them."""
    options = Options(
        layout_features=FEATURES,
        name_IDs=NAMES,
        notdef_outline=True,
        hinting=web,
        desubroutinize=True,
        flavor="woff2" if web else None,
        recalc_timestamp=False,
    )
    font = TTFont(origin, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = options.flavor
    out = BytesIO()
    font.save(out)
    return out.getvalue(), sorted(font.getBestCmap())


def merged(parts: Sequence[bytes], cut_name: str) -> tuple[bytes, list[int]]:
    """Return one font with the letters and the shaping of all ``parts``, under the name of its own."""
    fonts = [TTFont(BytesIO(part)) for part in parts]
    notices = dict.fromkeys(str(font["name"].getDebugName(0)) for font in fonts)
    font = merge.Merger().merge([BytesIO(part) for part in parts])
    font.recalcTimestamp = False
    font["head"].created = min(one["head"].created for one in fonts)
    font["head"].modified = max(one["head"].modified for one in fonts)
    plain = DRAWN.replace(" ", "")
    names = {
        0: " ".join(notices),
        1: DRAWN,
        3: f"{plain}-{cut_name}",
        4: f"{DRAWN} {cut_name}",
        6: f"{plain}-{cut_name}",
    }
    for record in font["name"].names:
        record.string = names.get(record.nameID, str(record))
    out = BytesIO()
    font.save(out)
    return out.getvalue(), sorted(font.getBestCmap())


def spans_of(codes: Sequence[int]) -> list[list[int]]:
    """``[1, 2, 3, 7]`` as ``[[1, 3], [7, 7]]``."""
    spans: list[list[int]] = []
    for code in codes:
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return spans


def rule(face: Face, name: str, scripts: Sequence[str]) -> str:
    """One ``@font-face`` with its range, its address relative to the stylesheet."""
    spans = sorted(span for script in scripts for span in SCRIPTS[script])
    ranges = ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)
    return (
        "@font-face {\n"
        f'  font-family: "{face.web_family}";\n'
        f"  font-style: {face.style};\n"
        f"  font-weight: {face.weight};\n"
        "  font-display: swap;\n"
        f'  src: url("{name}") format("woff2");\n'
        f"  unicode-range: {ranges};\n"
        "}\n"
    )


def build(source: Path, target: Path) -> dict[str, object]:
    """Write every file below ``target`` and return the manifest."""
    css: list[str] = []
    files: list[dict[str, object]] = []

    def put(name: str, data: bytes, codes: Sequence[int], about: dict[str, object]) -> None:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sizes = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        files.append({"file": name, **about, **sizes, "covers": spans_of(codes)})

    def keep(face: Face, name: str, scripts: Sequence[str], *, web: bool) -> None:
        data, codes = cut(source / f"{face.origin}.ttf", code_points(scripts), web=web)
        about: dict[str, object] = {
            "family": face.web_family if web else face.family,
            "weight": face.weight,
            "style": face.style,
            "scripts": list(scripts),
            "origin": f"{face.origin}.ttf",
            "origin_sha256": hashlib.sha256((source / f"{face.origin}.ttf").read_bytes()).hexdigest(),
        }
        put(name, data, codes, about)

    def join(cut_name: str, weight: int) -> None:
        parts = [f"ttf/{origin}.ttf" for origin in DRAWN_OF[cut_name]]
        data, codes = merged([(target / part).read_bytes() for part in parts], cut_name)
        about: dict[str, object] = {
            "family": DRAWN,
            "weight": weight,
            "style": "normal",
            "scripts": list(SCRIPTS),
            "made_of": parts,
            "changed": "merged into one font and renamed",
        }
        put(f"ttf/{DRAWN.replace(' ', '')}-{cut_name}.ttf", data, codes, about)

    for face in faces():
        keep(face, f"ttf/{face.origin}.ttf", face.scripts, web=False)
        for script in face.scripts:
            name = f"web/{face.origin}-{script}.woff2"
            keep(face, name, [script], web=True)
            css.append(rule(face, name, [script]))
    join("Regular", 400)
    join("Bold", 700)
    head = "/* Made by tools/build_fonts.py from the Noto fonts; licence: OFL.txt beside this file. */\n"
    (target / "fonts.css").write_text(head + "\n".join(css), encoding="utf-8")
    return {
        "schema": "habeas/fonts/1",
        "origin": "Noto fonts, Debian package fonts-noto-core 20201225-1, cut, otherwise unchanged "
        "unless a file says what was changed",
        "licence": "OFL-1.1",
        "files": files,
    }


def main(arguments: Sequence[str]) -> None:
    """Build, and say how large the whole is."""
    parser = argparse.ArgumentParser(description="Build the fonts that Habeas ships.")
    parser.add_argument("--from", dest="source", type=Path, default=SOURCE)
    parser.add_argument("--into", dest="target", type=Path, default=TARGET)
    given = parser.parse_args(arguments)
    manifest = build(given.source, given.target)
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (given.target / "manifest.json").write_text(text + "\n", encoding="utf-8")
    total = sum(path.stat().st_size for path in given.target.rglob("*") if path.is_file())
    sys.stdout.write(f"{total / 1e6:.2f} MB in {given.target}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
