"""The page that checks receipts, in Chromium: served, and as one file without a network."""

import base64
import json
import random
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.client import Server
from tests.browser.test_pages import WIDTHS, grave_faults
from tests.custody.test_recordfile import WHOLE
from tests.custody.test_recordfile import entries as record_entries
from tests.house.repository import ROOT
from tests.tlog.logs import LOG, ORIGIN, SECOND, WITNESS, entries, head, signed, tree_of

from habeas.custody.recordfile import read_file, write_file
from habeas.errors import HabeasError
from habeas.tlog.keys import Kind, Signer, Verifier
from habeas.tlog.note import Note
from habeas.tlog.policy import Policy
from habeas.tlog.proof import Proof
from habeas.tlog.receipt import Receipt, parse_receipt, receipt_of
from habeas.tlog.tree import inclusion_proof, leaf_hash

pytestmark = pytest.mark.browser

HELD = entries(300)
TREE = tree_of(HELD)
KEYS = f"{LOG.verifier}\n{WITNESS.verifier}"
STRANGER = Signer(ORIGIN, Kind.ED25519, b"\x05" * 32)
OTHER_LOG = Signer("custody.example/south", Kind.ED25519, b"\x06" * 32)


def receipt(index: int = 200, by: Signer = LOG) -> Receipt:
    note = signed(head(TREE), WITNESS, SECOND, by=by)
    proof = Proof(index, tuple(inclusion_proof(index, 300, TREE.subtree)), note)
    return receipt_of(leaf_hash(HELD[index]), proof, by.verifier)


GOOD = receipt()
RAW = base64.urlsafe_b64decode(GOOD.compact() + "=" * (-len(GOOD.compact()) % 4))


def with_signatures(place: int, change: bytes) -> str:
    """The good receipt with the last bytes of one signature changed."""
    made = list(GOOD.proof.note.signatures)
    old = made[place]
    made[place] = type(old)(old.name, old.key_id, old.made[: -len(change)] + change)
    note = Note(GOOD.proof.note.text, tuple(made))
    return Receipt(GOOD.leaf, Proof(GOOD.proof.index, GOOD.proof.hashes, note), GOOD.key).compact()


FORGED = {
    "malformed": (GOOD.compact()[:-5], KEYS),
    "no-leaf": (bytes(GOOD.proof).decode(), KEYS),
    "key-malformed": (GOOD.compact(), str(LOG.verifier)[:-3]),
    "other-log": (GOOD.compact(), str(OTHER_LOG.verifier)),
    "other-key": (receipt(by=STRANGER).compact(), KEYS),
    "inclusion-wrong": (Receipt(leaf_hash(HELD[201]), GOOD.proof, GOOD.key).compact(), KEYS),
    "signature-wrong": (with_signatures(0, bytes(8)), KEYS),
    "witness-wrong": (with_signatures(1, bytes(8)), KEYS),
}


@pytest.fixture(scope="module")
def file(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as it is downloaded."""
    kept = tmp_path_factory.mktemp("kept") / "habeas-check.html"
    with urllib.request.urlopen(f"{server.address.rstrip('/')}/check/download/") as answer:  # noqa: S310
        kept.write_bytes(answer.read())
    return kept


@pytest.fixture
def offline(browser: Browser, file: Path) -> Iterator[Page]:
    """The file in a browser that has no network."""
    context = browser.new_context(offline=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page
    assert all(url.startswith("file:") for url in asked)
    context.close()


def checked(page: Page, text: str, keys: str = KEYS) -> str:
    """Fill in, check, and give the verdict's heading."""
    root = page.locator("[data-checker]:visible")
    root.locator("[data-field=receipt]").fill(text)
    root.locator("[data-field=keys]").fill(keys)
    root.locator("[data-result]").evaluate("each => each.replaceChildren()")
    root.locator("[data-check]").click()
    return root.locator(".verdict h2").inner_text()


def said(page: Page, code: str) -> str:
    return page.locator("[data-checker]:visible").evaluate(
        "(root, code) => root.querySelector(`template[data-say='${code}']`).content.textContent", code
    )


def test_a_good_receipt_from_a_file_without_a_network(offline: Page) -> None:
    for form in (GOOD.compact(), f"https://register.example/check/#{GOOD.compact()}", bytes(GOOD).decode()):
        assert checked(offline, form) == "The receipt holds"
    verdict = offline.locator(".verdict:visible").inner_text()
    for told in (ORIGIN, "200", "300", str(LOG.verifier), "mechanism.example/w, 2026-09-21T14:13:20Z"):
        assert told in verdict
    assert said(offline, "shows-witness") in verdict
    assert said(offline, "unchecked") in verdict, "the bar's key was not given"
    assert checked(offline, GOOD.compact(), "") == "The receipt fits together, but nobody vouches for its key"
    assert str(LOG.verifier) in offline.locator(".verdict:visible").inner_text()


def test_each_kind_of_forged_receipt_is_refused_in_its_words(offline: Page) -> None:
    for code, (text, keys) in FORGED.items():
        heading = checked(offline, text, keys)
        assert heading in ("The receipt does not hold", "This cannot be read"), code
        assert offline.locator(".verdict:visible p").inner_text() == said(offline, code), code
    # Whoever forges a receipt puts an own key into it: without the key from elsewhere it is not called good.
    assert checked(offline, FORGED["other-key"][0], "") != "The receipt holds"


def test_the_file_speaks_every_language_and_keeps_nobody_out(offline: Page) -> None:
    assert checked(offline, GOOD.compact()) == "The receipt holds"
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        offline.locator(f"[data-language={language}]").click()
        assert offline.locator("html").get_attribute("dir") == direction
        root = offline.locator("[data-checker]:visible")
        assert root.locator("[data-field=receipt]").input_value() == GOOD.compact()
        assert checked(offline, GOOD.compact()) == said(offline, "good")
        assert grave_faults(offline) == []
        for wide in WIDTHS:
            offline.set_viewport_size({"width": wide, "height": 900})
            assert offline.evaluate("document.documentElement.scrollWidth") <= wide


def test_the_served_page_reads_its_address_and_a_file_and_sends_nothing(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"/check/#{GOOD.compact()}")
    page.locator(".verdict h2").wait_for()
    assert page.locator(".verdict h2").inner_text() == said(page, "alone")
    before = len(asked)
    page.locator("[data-field=keys]").fill(KEYS)
    (tmp_path / "mine.tlog-proof").write_bytes(bytes(receipt(17)))
    page.locator("[data-field=file]").set_input_files(tmp_path / "mine.tlog-proof")
    page.get_by_text("The receipt holds").wait_for()
    assert "17" in page.locator(".verdict dd").nth(1).inner_text()
    assert grave_faults(page) == []
    later = [each for each in asked[before:] if "/static/fonts/" not in each]  # a letter may want its font
    assert (later, complaints) == ([], [])
    assert not [url for url in asked if GOOD.compact()[:40] in url.split("#")[0]]
    context.close()


@pytest.mark.parametrize(
    ("lacks", "tells"),
    [
        ("Object.defineProperty(crypto, 'subtle', {value: undefined})", "network"),
        ("crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))", "kind"),
    ],
)
def test_a_browser_that_cannot_says_so(browser: Browser, file: Path, lacks: str, tells: str) -> None:
    page = browser.new_page()
    page.add_init_script(lacks)
    page.goto(file.as_uri())
    page.locator(f"[data-lacking={tells}]:visible").wait_for()
    assert page.locator("[data-check]:visible").count() == 0
    assert "habeas log check" in page.locator("main:visible").inner_text()
    page.close()


def test_the_page_answers_the_cases_of_others_as_they_want(offline: Page) -> None:
    """tests/vectors/merkle, by transparency-dev: every proof of inclusion, right ones and wrong ones."""
    cases = [
        json.loads(path.read_text("utf-8"))
        for path in sorted((ROOT / "tests" / "vectors" / "merkle" / "inclusion").rglob("*.json"))
    ]
    assert len(cases) > 90
    answers = offline.evaluate(
        """cases => Promise.all(cases.map(each => receipts.checkInclusion(
            BigInt(each.leafIdx), BigInt(each.treeSize), receipts.fromBase64(each.leafHash || ""),
            (each.proof || []).map(receipts.fromBase64), receipts.fromBase64(each.root || ""))))""",
        cases,
    )
    assert answers == [not case["wantErr"] for case in cases]


def test_the_page_and_the_command_never_differ_about_a_changed_receipt(offline: Page) -> None:
    """Bits, cuts and swaps, in both forms: what the one believes the other does too."""
    policy = Policy(witnesses={b"mechanism": WITNESS.verifier}).of_logs([LOG.verifier])
    turn = random.Random(4)  # noqa: S311 (the same in each run)
    forms: list[str] = []
    text = bytes(GOOD).decode()
    for _ in range(150):
        data = bytearray(RAW)
        data[turn.randrange(len(data))] ^= 1 << turn.randrange(8)
        forms.append(base64.urlsafe_b64encode(data).rstrip(b"=").decode())
        place = turn.randrange(len(text) - 1)
        forms.append(text[:place] + turn.choice("AZaz09+/=- \n—") + text[place + 1 :])
        forms.append(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
        forms.append(turn.choice((GOOD.compact(), text))[: turn.randrange(1, len(text))])

    def believed(form: str) -> bool:
        try:
            parse_receipt(form.strip().encode() + (b"\n" if "\n" in form.strip() else b"")).check(policy)
        except HabeasError:
            return False
        return True

    answers = offline.evaluate(
        """([forms, keys]) => Promise.all(forms.map(each => receipts.check(each, keys).then(
            () => true, fault => { if (!(fault instanceof receipts.Fault)) throw fault; return false; })))""",
        [forms, KEYS],
    )
    differ = [form for form, answer in zip(forms, answers, strict=True) if answer is not believed(form)]
    assert differ == []
    # What changes nothing that anybody checks: the signature of a witness whom nobody here knows.
    assert sum(answers) < len(forms) / 4


def a_part() -> str:
    """One entry with one field open, as a court gets it."""
    one = record_entries(opens=frozenset({"name"}))[0]
    return write_file("r-1", [one], keys=[str(LOG.verifier)], part=True).decode()


def test_what_a_court_gets_is_read_and_checked_without_a_network(offline: Page) -> None:
    assert checked(offline, a_part(), str(LOG.verifier)) == "The file holds"
    verdict = offline.locator(".verdict:visible").inner_text()
    assert "Zebra Finch" in verdict
    assert "Not opened: juvenile" in verdict
    assert said(offline, "limits-part") in verdict
    assert grave_faults(offline) == []
    assert checked(offline, a_part(), "") == said(offline, "file-alone")
    assert checked(offline, WHOLE.decode(), str(LOG.verifier)) == "The file holds"
    assert said(offline, "shows-between") in offline.locator(".verdict:visible").inner_text()
    for code, text, keys in (
        ("value-wrong", a_part().replace("Zebra Finch", "Zebra Fink!"), str(LOG.verifier)),
        ("other-log", a_part(), str(OTHER_LOG.verifier)),
        ("other-key", a_part(), str(STRANGER.verifier)),
        ("entry-missing", "\n".join(WHOLE.decode().split("\n")[:1] + WHOLE.decode().split("\n")[2:]), KEYS),
        ("malformed", a_part()[:-2], KEYS),
    ):
        assert checked(offline, text, keys) in ("The file does not hold", "This cannot be read"), code
        assert offline.locator(".verdict:visible p").inner_text() == said(offline, code), code


def test_the_page_and_the_command_never_differ_about_a_changed_record(offline: Page) -> None:
    policy, turn = Policy().of_logs([LOG.verifier]), random.Random(9)  # noqa: S311 (the same in each run)
    forms: list[str] = [a_part(), WHOLE.decode()]
    for text in [*forms] * 60:
        place = turn.randrange(len(text) - 1)
        forms.append(text[:place] + turn.choice('AZaz09+/=- \n—{}",:\\') + text[place + 1 :])
        forms.append(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
        forms.append(text[: turn.randrange(1, len(text))])

    def believed(form: str) -> bool:
        try:
            read_file(form.encode()).check(policy)
        except HabeasError:
            return False
        return True

    answers = offline.evaluate(
        """([forms, keys]) => Promise.all(forms.map(each => recordFiles.check(each, keys).then(
            () => true, fault => { if (!(fault instanceof receipts.Fault)) throw fault; return false; })))""",
        [forms, str(LOG.verifier)],
    )
    differ = [form for form, answer in zip(forms, answers, strict=True) if answer is not believed(form)]
    assert differ == []
    assert answers[:2] == [True, True]


def test_a_key_in_whose_name_anybody_can_sign_is_refused(offline: Page) -> None:
    order_eight = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    told = "text => receipts.parseKey(text).then(each => each.name, fault => fault.code)"
    for public in (bytes(32), b"\x01" + bytes(31), bytes.fromhex(order_eight)):
        assert offline.evaluate(told, str(Verifier(ORIGIN, Kind.ED25519, public))) == "key-malformed"
    assert offline.evaluate(told, str(LOG.verifier)) == ORIGIN
