"""What is searched and is no row: provisions of law, safeguards, pages of help. Open to everybody."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language, override

from habeas import law
from habeas.language import LANGUAGES
from habeas.safeguards import rules
from habeas.web.shell.helping import TOPICS

SHELVED = ("law", "rule", "help")


@dataclass(frozen=True, slots=True)
class Page:
    """One page that is shipped: its title and text by language, and where it is."""

    kind: str
    key: str
    told: Mapping[str, tuple[str, str]]
    address: str
    status: str = ""

    def here(self) -> tuple[str, str]:
        """Title and text in the language of the reader where it has that one, else in English."""
        return self.told.get((get_language() or "en").partition("-")[0], self.told["en"])


def pages() -> Iterator[Page]:
    """Every page on the shelf."""
    for kind in _MAKERS:
        yield from _shelf(kind, settings.SURFACES).values()


def page_named(kind: str, key: str) -> Page | None:
    """One of them, or ``None`` where it is shipped no longer."""
    return _shelf(kind, settings.SURFACES).get(key) if kind in _MAKERS else None


@cache
def _shelf(kind: str, _surfaces: frozenset[str]) -> Mapping[str, Page]:
    """The pages of one kind by name; some of the help depends on the surfaces."""
    return MappingProxyType({page.key: page for page in _MAKERS[kind]()})


def _provisions() -> Iterator[Page]:
    for instrument in law.instruments():
        for one in instrument.provisions:
            text = " · ".join((one.text, *one.items))
            yield _provision(one.ref, f"{one.pinpoint}: {one.title}", text, instrument.status)


def _provision(ref: str, title: str, text: str, status: str) -> Page:
    key, _hash, place = ref.partition("#")
    address = reverse("law:provision", args=[key, place])
    return Page("law", ref, {"en": (title, text)}, address, f"law.{status}")


def _rule(name: str) -> Page:
    rule = rules()[name]
    return Page("rule", name, {"en": (rule.title, rule.says)}, reverse("safeguards:rule", args=[name]))


def _help(topic: str) -> Page:
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = (str(TOPICS[topic]), _text_of(f"shell/help/{topic}.html"))
    return Page("help", topic, told, reverse("shell:help", args=[topic]))


def _text_of(name: str) -> str:
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    found = (node for node in template.nodelist.get_nodes_by_type(BlockNode))
    block = next(node for node in found if isinstance(node, BlockNode) and node.name == "help")
    context = Context({"surfaces": settings.SURFACES, "demo": settings.DEMO})
    with context.bind_template(template):
        return " ".join(strip_tags(block.nodelist.render(context)).split())


_MAKERS: Mapping[str, Callable[[], Iterable[Page]]] = MappingProxyType(
    {"law": _provisions, "rule": lambda: map(_rule, rules()), "help": lambda: map(_help, TOPICS)}
)
