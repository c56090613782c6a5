"""The demo's server as tests see it, and somebody who follows its links without a browser."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from django.test.utils import override_settings
from django.urls import Resolver404, resolve
from selectolax.lexbor import LexborHTMLParser
from tests.browser.looks import EVERY_WAY
from tests.browser.serving import TEMPLATES_HEADER, TOKEN_HEADER

from habeas.web.shell.helping import TOPICS

PUBLIC = ""
ROLES = (
    "head",
    "desk",
    "publication",
    "custody",
    "inspector",
    "auditor",
    "liaison",
    "member",
    "system",
    PUBLIC,
)
"""Sign-in names of the demo in the order in which they follow links; nobody last."""

PASSPHRASE = "you may have the body"
HELP, TOPICS_OF_HELP = "shell:help", len(TOPICS) + 2
"""All topics of help are opened, and one may be led to twice."""
SEE_LESS = ("liaison", "member", PUBLIC)
"""Of what others have opened they open some again: a link that leads the others on may lead them nowhere."""
AGAIN = 1
"""Addresses of one name that these open again, and everybody with ``HABEAS_TEST_EVERY_WAY``."""
A_NAME = 8
"""Addresses of one name that each person opens otherwise."""
BARREN = 2
"""Forms of one name after which no more are opened: none of that name has led to a name not known before."""

FILE = re.compile(r"\.(pdf|docx|html|json|csv|xlsx|txt|toml|svg|png)$|/(export|download)/?$")


class Answer(NamedTuple):
    """The path answered in the end, the template of the page (empty for none), its text, its status."""

    path: str
    template: str
    text: str
    status: int


@dataclass(frozen=True)
class Found:
    """A page: its address, who opened it, its template, how it answered, and the page that led there."""

    path: str
    role: str
    template: str
    status: int
    led_from: str


class Client:
    """Asks the server as one person; an answer of another server is a failure."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """Open a path, or send a form to it, and follow where that leads."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        headers = {"Referer": self.address}
        request = urllib.request.Request(urllib.parse.urljoin(self.address, path), data, headers)  # noqa: S310
        try:
            response = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            assert response.headers[TOKEN_HEADER] == self.token, f"another server answers at {path}"
            text = response.read().decode("utf-8", "replace")
            names = response.headers[TEMPLATES_HEADER].split(",")
            html = response.headers.get_content_type() == "text/html"
            path = urllib.parse.urlsplit(response.url).path
            return Answer(path, names[0] if html else "", text, response.status or 0)

    def sign_in(self, name: str, passphrase: str = PASSPHRASE) -> None:
        """Sign in by the form; ``AssertionError`` where that fails."""
        text = self.ask("/account/sign-in/").text
        token = LexborHTMLParser(text).css_first("input[name=csrfmiddlewaretoken]").attributes["value"]
        form = {"csrfmiddlewaretoken": token, "login": name, "password": passphrase}
        assert self.ask("/account/sign-in/", form).path != "/account/sign-in/", f"{name} could not sign in"

    def cookies(self) -> list[dict[str, str]]:
        """What a browser needs to go on as this person."""
        return [{"name": one.name, "value": one.value or "", "url": self.address} for one in self.jar]


@dataclass(frozen=True)
class Server:
    """The demo that this process started, and its data folder."""

    address: str
    token: str
    folder: Path

    def client(self, role: str) -> Client:
        """Somebody of the demo, signed in; ``PUBLIC`` is nobody. One sign-in each."""
        return _client(self, role)


def walk(server: Server) -> list[Found]:
    """The pages that following links leads to, as each of the demo's people."""
    walker = _Walker(server)
    return [page for role in ROLES for page in walker.followed(role)]


@cache
def _client(server: Server, role: str) -> Client:
    client = Client(server.address, server.token)
    if role:
        client.sign_in(role)
    return client


class _Walker:
    """Who follows links: what has been opened, which names are known, and which led to a new one."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.seen: set[str] = set()
        self.names: set[str] = set()
        self.fruitful: set[str] = set()
        self.barren: dict[str, int] = defaultdict(int)

    def followed(self, role: str) -> Iterator[Found]:
        """Follow links as one person, from the start."""
        client, opened, own = self.server.client(role), defaultdict[str, int](int), set[str]()
        waiting = deque([("/", "the start"), ("/account/sign-in/", "the start")])
        while waiting:
            path, led_from = waiting.popleft()
            name = _name(path)
            if path in own or name is None or FILE.search(path):
                continue
            own.add(path)
            if led_from != "the start" and opened[name] >= self._most(name, role, again=path in self.seen):
                continue
            self.seen.add(path)
            opened[name] += 1
            answer = client.ask(path)
            if not answer.template:
                continue
            yield Found(answer.path, role, answer.template, answer.status, led_from)
            page = LexborHTMLParser(answer.text)
            links = [
                urllib.parse.urljoin(answer.path, a.attributes["href"] or "") for a in page.css("a[href]")
            ]
            targets = [target.path for target in map(urllib.parse.urlsplit, links) if not target.netloc]
            waiting.extend((target, path) for target in targets)
            if fresh := {_name(target) for target in targets} - self.names - {None}:
                self.names |= fresh
                self.fruitful.add(name)
            elif page.css_first("main form[method=post]"):
                self.barren[name] += 1

    def _most(self, name: str, role: str, *, again: bool) -> int:
        """How many addresses of a name one person opens: of forms that lead nowhere new, two are enough."""
        if again:
            return AGAIN if EVERY_WAY or role in SEE_LESS else 0
        if name == HELP:
            return TOPICS_OF_HELP
        return A_NAME if name in self.fruitful or self.barren[name] < BARREN else 0


@cache
def _addresses() -> ModuleType:
    """Every address of the demo, which has all three surfaces; this process may have fewer."""
    found = find_spec("habeas.web.urls")
    made = module_from_spec(found)
    with override_settings(SURFACES=frozenset({"register", "monitoring", "public"})):
        found.loader.exec_module(made)
    return made


@cache
def _name(path: str) -> str | None:
    try:
        return resolve(path, urlconf=_addresses()).view_name
    except Resolver404:
        return None
