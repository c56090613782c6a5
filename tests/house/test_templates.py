"""Templates: nothing runs in them, everything said is in the catalogues, every page is in the shell."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.template.base import Lexer, TokenType
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode
from tests.house.repository import ROOT, modules, templates, text_of, tracked, tree_of

SHELL = "shell/page.html"

RUNS = {
    "a script in the page": re.compile(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))[^>]*>", re.I),
    "a style in the page": re.compile(r"<style\b", re.I),
    "a style on an element": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a script on an element": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script as an address": re.compile(r"javascript:", re.I),
    "something from elsewhere": re.compile(
        r"<(?:script|link|img|iframe|source)[^>]*\s(?:src|href)=[\"']?(?:https?:)?//"
    ),
}

NAMES = re.compile(
    r"\b(UTC|Esc|Tab|Habeas|PDF|PDF/UA|Word|HTML|JSON|CSV|XLSX|TOML|Excel|UPR|UHRI|EUPL|ECPT|OPCAT)\b"
)
"""The same in every language."""

SPOKEN = re.compile(r"\b(?:alt|title|placeholder|aria-label|aria-description)=\"([^\"]*)\"")


def without_tags(text: str) -> str:
    """The template's text with what Django does in it taken out, and what is translated with it."""
    kept, inside = [], 0
    for token in Lexer(text).tokenize():
        word = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type is TokenType.BLOCK:
            inside += {"blocktranslate": 1, "blocktrans": 1, "comment": 1}.get(word, 0)
            inside -= {"endblocktranslate": 1, "endblocktrans": 1, "endcomment": 1}.get(word, 0)
        elif token.token_type is TokenType.TEXT and not inside:
            kept.append(token.contents)
        kept.append("\x00" * (token.token_type is TokenType.VAR))
    return "".join(kept)


def unsaid(text: str) -> Iterator[str]:
    """What a reader reads or hears of a template that is in no catalogue."""
    plain = re.sub(r"<script\b.*?</script>", "", without_tags(text), flags=re.S)
    # What says of itself that it is English is read so: the law is held in English.
    plain = re.sub(r"<(\w+) lang=\"en\">.*?</\1>", "", plain, flags=re.S)
    spoken = [*SPOKEN.findall(plain), *re.split(r"<[^>]*>", re.sub(r"<!--.*?-->", "", plain, flags=re.S))]
    for piece in spoken:
        left = NAMES.sub("", re.sub(r"&\w+;|&#\d+;", "", piece)).strip(" \n\x00")
        if re.search(r"[^\W\d_]{2,}", left):
            yield left


def runs(text: str) -> list[str]:
    """What would run, or come from elsewhere."""
    return [name for name, pattern in RUNS.items() if pattern.search(text)]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('<script src="{% static "shell/page.js" %}"></script>', "<script>alert(1)</script>"),
        ('<p class="style">', '<p style="color: red">'),
        ('<input name="on">', '<button onclick="go()">'),
        ('<a href="https://example.org">', '<img src="https://example.org/x.png">'),
        ('<link rel="stylesheet" href="{% static "x.css" %}">', "<style>p { color: red }</style>"),
    ],
)
def test_what_runs_is_caught(good: str, bad: str) -> None:
    assert runs(good) == []
    assert runs(bad)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('<p>{% translate "Nothing is open." %}</p>', "<p>Nothing is open.</p>"),
        ("{% blocktranslate %}Dated {{ date }}.{% endblocktranslate %}", "Dated {{ date }}."),
        ('<img alt="{% translate "Map" %}">', '<img alt="Map">'),
        ("<a>PDF</a> · {{ count }}", "<a>Print</a>"),
        ('<li lang="en">from {{ day }}</li>', "<li>from {{ day }}</li>"),
    ],
)
def test_what_is_in_no_catalogue_is_caught(good: str, bad: str) -> None:
    assert list(unsaid(good)) == []
    assert list(unsaid(bad))


@pytest.mark.parametrize("name", templates())
def test_nothing_runs_in_a_template(name: str) -> None:
    assert runs(text_of(name) or "") == []


@pytest.mark.parametrize("name", templates())
def test_everything_said_is_in_the_catalogues(name: str) -> None:
    assert list(unsaid(text_of(name) or "")) == []


def below(name: str) -> str:
    """The template that everything of this one stands in."""
    found = get_template(name).template.nodelist
    extends = next((node for node in found if isinstance(node, ExtendsNode)), None)
    return below(extends.parent_name.resolve({})) if extends else name


def rendered() -> set[str]:
    """The templates that views answer with: named in a call of ``render`` or as ``template_name``."""
    found = set()
    for name in modules():
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("render", "TemplateResponse"):
                found |= {part.value for part in node.args if isinstance(part, ast.Constant)}
    return {name for name in found if isinstance(name, str) and name.endswith(".html")}


def test_every_page_stands_in_the_shell() -> None:
    pages = rendered()
    assert len(pages) > 5
    assert sorted(name for name in pages if below(name) != SHELL) == []
    heads = (name for name in templates() if "<!doctype" in (text_of(name) or "").lower())
    assert list(heads) == [f"src/habeas/web/shell/templates/{SHELL}"]


def test_no_page_restyles_what_stands_around_it() -> None:
    shell = "src/habeas/web/shell/"
    around = [
        name for name in templates() if re.search(rf"{shell}templates/shell/(page|ways|\w+_drop)", name)
    ]
    words = " ".join(re.findall(r'class="([^"{]*)', "".join(text_of(name) or "" for name in around))).split()
    assert {"ways", "top", "tools"} <= set(words)
    said = re.compile(rf"(?:^|[,}}])\s*\.(?:{'|'.join(map(re.escape, set(words)))})\s*(?=[,{{])", re.M)
    sheets = [name for name in tracked() if re.match(r"src/habeas/web/(?!shell/).*\.css", name)]
    alone = "src/habeas/web/receipts/static/receipts/offline.css"  # of a page that stands in no shell
    assert alone in sheets
    assert {
        name: found for name in sheets if name != alone and (found := said.findall(text_of(name) or ""))
    } == {}


def test_every_template_compiles() -> None:
    for name in templates():
        get_template(name.split("/templates/", 1)[1])
    assert (ROOT / templates()[0]).exists()
