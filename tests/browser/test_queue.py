"""A desk whose network goes away: entries wait in its browser unread, and come into the register once."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.client import Server
from tests.browser.journeys import let_queue
from tests.house.repository import ROOT

from habeas.web.people.demo import PINS

pytestmark = pytest.mark.browser

CANARY = "Canary Brink"
WORDS = "canary words"
SHELL = "/custody/without-network/"
EVERYTHING = """async () => {
  const said = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const { name, version } of await indexedDB.databases()) {
    const base = await new Promise(done => {
      const asked = indexedDB.open(name, version); asked.onsuccess = () => done(asked.result);
    });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise(done => {
        const asked = base.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      said.push(JSON.stringify(rows));
      for (const row of rows) if (row.body) said.push(atob(JSON.parse(row.body).sealed));
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    const shelf = await caches.open(name);
    for (const request of await shelf.keys()) {
      said.push(request.url, await (await shelf.match(request)).text());
    }
  }
  return said.join("\\n");
}"""
"""All that the browser keeps of the site, as text."""
CHANGE = """async ([n, change]) => {
  const base = await new Promise(done => {
    const asked = indexedDB.open("habeas-queue"); asked.onsuccess = () => done(asked.result);
  });
  await new Promise((done, failed) => {
    const held = base.transaction("items", "readwrite");
    const items = held.objectStore("items");
    const asked = items.get(n);
    asked.onsuccess = () => {
      if (change === "delete") items.delete(n);
      else items.put({ ...asked.result, body: asked.result.body.replace('"at":"2', '"at":"1') });
    };
    held.oncomplete = done; held.onabort = () => failed(held.error);
  });
  base.close();
}"""
"""Somebody with the browser's tools takes an entry out, or changes what was signed."""


@pytest.fixture
def context(server: Server, browser: Browser) -> Iterator[BrowserContext]:
    """The browser of a desk, in which an officer of the demo is signed in."""
    made = browser.new_context(base_url=server.address, viewport={"width": 1280, "height": 800})
    made.add_cookies(server.client("custody").cookies())
    made.set_default_timeout(10_000)
    yield made
    made.close()


def test_entries_wait_unread_and_come_once(context: BrowserContext) -> None:
    page = context.new_page()
    let_queue(page)
    page.goto("/custody/at/orlen-central/")
    page.locator("[data-queue][data-ready]").wait_for(state="attached")
    names = page.locator(".board-name").all_inner_texts()
    record = page.locator(".board-name").first.get_attribute("href") or ""
    page.goto(f"{record}enter/checked/")
    page.locator("#id_note").fill(WORDS)
    page.locator("#id_pin_code").fill(PINS["custody"])

    context.set_offline(True)
    page.locator("main form .btn-primary").click()
    page.wait_for_url(f"**{SHELL}#kept-1")
    page.locator("[data-count-number]", has_text="1").wait_for()
    page.goto("/custody/")  # any page of the desk is now that of the browser itself
    new = open_record(page)
    page.reload()
    waiting = page.locator("[data-items] li")
    expect(waiting).to_have_count(2)
    enter(page, new, "cell_entered", WORDS)
    enter(page, new, "checked", "")
    expect(waiting).to_have_count(4)
    # Four figures stand in one hash of a hundred by chance; a PIN that is kept stands by itself.
    kept = re.sub(r"<option.*?</option>|[0-9a-f]{64}", "", page.evaluate(EVERYTHING))
    for secret in (CANARY, WORDS, PINS["custody"], 'checked"', *filter(None, names)):
        assert secret not in kept, f"the browser keeps {secret}"

    context.set_offline(False)
    page.goto("/custody/at/orlen-central/")
    assert "4" in said(page)
    page.reload()
    assert page.locator("[data-queue]").is_hidden()
    assert page.locator(".board-name", has_text=CANARY).count() == 1
    page.locator(".board-name", has_text=CANARY).click()
    entries = page.locator(".lines").inner_text()
    assert entries.count(WORDS) == 1
    assert "on the machine of the desk, at" in entries
    page.goto(record)
    assert page.locator(".lines").inner_text().count(WORDS) == 1

    taken_out_and_altered(context, page, new)


def taken_out_and_altered(context: BrowserContext, page: Page, record: str) -> None:
    """The queue is tampered with while the network is away."""
    context.set_offline(True)
    page.goto("/custody/")
    for _time in range(3):
        enter(page, record, "checked", "")
    first = int(page.locator("[data-items] li").first.inner_text().split(" ")[0])
    page.evaluate(CHANGE, [first, "delete"])
    page.evaluate(CHANGE, [first + 1, "alter"])
    context.set_offline(False)
    page.goto("/custody/at/orlen-central/")
    assert "1" in said(page)
    refused = page.locator("[data-items] li")
    refused.wait_for()
    assert refused.inner_text().startswith(f"{first + 1} · refused")
    page.goto(f"{SHELL}orlen-central/")
    missing = page.locator("main").inner_text()
    assert f"{first}, {first + 1}" in missing


def said(page: Page) -> str:
    """What the board says of the delivery."""
    page.locator("[data-queue][data-told]").wait_for()
    return page.locator("[data-queue] [data-said]").inner_text()


def open_record(page: Page) -> str:
    """Open a record on the page without network; its id."""
    page.locator("[data-known] details > summary").click()
    form = page.locator("[data-queue-form=open]")
    form.locator("[name=open-name]").fill(CANARY)
    sign(page, "open")
    page.locator("[data-said] p", has_text="2").wait_for()
    options: list[str] = page.locator("[name=line-record] option").evaluate_all(
        "all => all.map(one => one.value)"
    )
    shown = page.locator("[name=line-record] option").all_inner_texts()
    [new] = [value for value, words in zip(options, shown, strict=True) if "opened here" in words]
    return new


def enter(page: Page, record: str, kind: str, what: str) -> None:
    """One line."""
    before = page.locator("[data-items] li").count()
    page.locator("[name=line-record]").select_option(record)
    page.locator("[name=line-kind]").select_option(kind)
    page.locator("[name=line-what]").fill(what)
    sign(page, "line")
    page.locator("[data-items] li").nth(before).wait_for()


def sign(page: Page, form: str) -> None:
    page.locator(f"[name={form}-who]").fill("custody")
    page.locator(f"[name={form}-pin_code]").fill(PINS["custody"])
    page.locator(f"[data-queue-form={form}] .btn-primary").click()


def test_the_sender_keeps_the_vector_of_the_rfc(context: BrowserContext) -> None:
    case: dict[str, Any] = json.loads((ROOT / "tests/vectors/hpke/p256-aes256gcm.json").read_text())
    page = context.new_page()
    page.goto(f"{SHELL}orlen-central/")
    sealed = page.evaluate(
        """async ({ pkRm, pkEm, skEm, info, message }) => {
          const bytes = digits => Uint8Array.from(digits.match(/../g), pair => parseInt(pair, 16));
          const url = digits => btoa(String.fromCharCode(...bytes(digits)))
            .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
          const curve = { name: "ECDH", namedCurve: "P-256" };
          const point = { x: url(pkEm.slice(2, 66)), y: url(pkEm.slice(66)) };
          const jwk = { kty: "EC", crv: "P-256", ...point, d: url(skEm) };
          const privateKey = await crypto.subtle.importKey("jwk", jwk, curve, true, ["deriveBits"]);
          const publicKey = await crypto.subtle.importKey("raw", bytes(pkEm), curve, true, []);
          const more = { ephemeral: { privateKey, publicKey }, aad: bytes(message.aad) };
          const made = await habeasSeal.seal(bytes(pkRm), bytes(info), bytes(message.pt), more);
          return [...made].map(one => one.toString(16).padStart(2, "0")).join("");
        }""",
        {
            **{name: case[name] for name in ("pkRm", "pkEm", "skEm", "info")},
            "message": case["encryptions"][0],
        },
    )
    assert sealed == case["enc"] + case["encryptions"][0]["ct"]
