"""How to reach the pages that no link leads to: one function for each of their templates.

A function is given a page of the browser that is signed in as ``role``, and leaves it at the template.
"""

import base64
import hmac
import itertools
import re
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from playwright.sync_api import Page
from tests.browser.client import PUBLIC

from habeas.web.people.demo import PASSPHRASE as DEMO_PASSPHRASE
from habeas.web.people.demo import PINS

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Journey:
    """Who goes it, and how."""

    role: str
    go: Callable[[Page], None]


def _submit(page: Page) -> None:
    page.locator("main form button:not([type=button])").first.click()


def somebody_new(page: Page) -> tuple[str, str]:
    """Make an account; return its sign-in name and one-time passphrase."""
    name = f"new{next(_numbers)}"
    page.goto("/people/add/")
    page.locator("main input[type=text]").nth(0).fill(name)
    page.locator("main input[type=text]").nth(1).fill(f"{name} (invented)")
    _submit(page)
    said = re.search(r"\b\w{4}(-\w{4}){4}\b", page.locator("main").inner_text())
    assert said, page.locator("main").inner_text()
    return name, said.group()


def _sign_in(page: Page, name: str, passphrase: str) -> None:
    page.context.clear_cookies(name="sessionid")
    page.goto("/account/sign-in/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(passphrase)
    _submit(page)


PASSPHRASE = "a passphrase for this test only"


def settled(page: Page) -> str:
    """Sign in as somebody new, with a passphrase of one's own; return the name."""
    name, once = somebody_new(page)
    _sign_in(page, name, once)
    page.goto("/account/passphrase/")
    for field in page.locator("main input[type=password]").all():
        field.fill(once if "old" in (field.get_attribute("name") or "") else PASSPHRASE)
    _submit(page)
    return name


def open_again(page: Page, path: str) -> None:
    """Open what asks for the passphrase once more, and give it."""
    page.goto(path)
    give_again(page)


def give_again(page: Page) -> None:
    """Give the passphrase where it is asked for once more: five minutes after it was given last."""
    page.wait_for_load_state()
    if page.url.split("?")[0].endswith("/account/again/"):
        page.locator("main input[type=password]").fill(PASSPHRASE)
        _submit(page)


def code_of(secret: str) -> str:
    """The six digits of RFC 6238 for now."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"


def with_codes(page: Page) -> str:
    """Settle, and switch on a second factor by codes; return the name."""
    name = settled(page)
    open_again(page, "/account/second-factor/totp/activate/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.locator("main").inner_html())
    assert secret, "the page shows no secret"
    if time.time() % 30 > 26:
        time.sleep(5)  # a code ends with its half minute, perhaps on its way
    page.locator("#id_code").fill(code_of(secret.group()))
    _submit(page)
    page.wait_for_url(lambda url: "totp/activate" not in url)
    return name


def with_passkey(page: Page) -> str:
    """Settle, and add a passkey that the browser's own device keeps; return the name."""
    name = settled(page)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    open_again(page, "/account/second-factor/webauthn/add/")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$|second-factor/$"))
    return name


_SIGNED_IN: dict[str, tuple[str, list[Any]]] = {}


def once(make: Callable[[Page], str]) -> Callable[[Page], str]:
    """Go on as the one whom ``make`` made before in this run; there is one server, and it takes seconds."""

    def go(page: Page) -> str:
        if make.__name__ in _SIGNED_IN:
            name, cookies = _SIGNED_IN[make.__name__]
            page.context.clear_cookies(name="sessionid")
            page.context.add_cookies(cookies)
            return name
        name = make(page)
        cookies = [one for one in page.context.cookies() if one["name"] in ("sessionid", "csrftoken")]
        _SIGNED_IN[make.__name__] = name, cookies
        return name

    return go


def _then(first: Callable[[Page], str], path: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        once(first)(page)
        open_again(page, path)

    return go


def _half_signed_in(page: Page) -> None:
    _sign_in(page, once(with_codes)(page), PASSPHRASE)


def _passkeys_page(page: Page, ending: str) -> None:
    once(with_passkey)(page)
    open_again(page, "/account/second-factor/webauthn/")
    page.locator(f"main a[href$='{ending}']").first.click()
    give_again(page)


def _a_list(page: Page) -> None:
    page.goto("/import/")
    page.locator("textarea[name=pasted]").fill("Name\tTown\tKind\nHouse of Works\tOrlen\tpolice station\n")
    page.locator("select[name=party]").select_option(label="Orland (invented)")
    page.locator("input[name=source_name]").fill("List for this test (invented)")
    _submit(page)


def _a_trial(page: Page) -> None:
    _a_list(page)
    _submit(page)


def _who_sent_it(page: Page) -> None:
    page.goto("/mail-book/")
    page.locator("main tbody th a").first.click()
    page.locator("main a[href$='/sender/']").click()


def _a_search(page: Page) -> None:
    """Look for something, and narrow what is found."""
    page.goto("/search/")
    page.locator("main input[type=search]").fill("lawyer OR letter")
    page.locator("main input[type=search]").press("Enter")
    page.locator(".facets a").first.click()


def _an_act_of_the_mandate(page: Page) -> None:
    page.goto("/documents/?published=no")
    page.locator("main tbody th a").first.click()
    page.locator("main a[href^='/publication/']").first.click()
    page.locator("main a[href$='/record/request/']").click()


def _a_text_gone_through(page: Page, then: str) -> None:
    """The text of the one document on its way, and on by the link that ends so."""
    page.goto("/publication/")
    page.locator("main .entries a").first.click()
    page.locator("main a[href^='/redaction/']").first.click()
    page.locator(f"main a[href*='{then}']").last.click()


def _a_decision_to_undo(page: Page) -> None:
    _a_text_gone_through(page, "/unit/2/")
    page.locator("main a[href*='/undo/']").first.click()


def _draft_of_a_reply(page: Page) -> None:
    """Write an answer, and leave it as a draft; stay on the page of the report."""
    page.goto("/replies/")
    page.locator("main .entries a").first.click()
    page.locator("main ol.entries a").first.click()
    page.locator("#id_position").select_option("noted")
    _submit(page)


def _to_send(page: Page) -> None:
    _draft_of_a_reply(page)
    page.locator("main a[href$='/send/']").click()


def _receipt(page: Page) -> None:
    _to_send(page)
    page.locator("main form button").click()


def _a_letter_apart(page: Page) -> None:
    """From a report to the letter that the demo's desk has half taken apart, and to an item that is left."""
    page.goto("/documents/")
    page.locator("main tbody th a", has_text="14 to 24 September 2020").first.click()
    page.locator("main a[href$='/responses/']").first.click()
    page.locator("main .entries a[href^='/replies/responses/']").first.click()


def _an_item_apart(page: Page) -> None:
    _a_letter_apart(page)
    page.locator("main a[href*='/items/']").first.click()


def _a_filled_in_file(page: Page) -> None:
    """Take the items away as the State does, fill one in, and bring the file back."""
    page.goto("/replies/")
    page.locator("main .entries a").first.click()
    items = page.request.get(page.locator("main a[href$='items.csv']").get_attribute("href") or "").body()
    head, *rest = items.decode("utf-8-sig").splitlines()
    left = next(row for row in rest if row.endswith(",,,,,"))
    page.locator("main a[href$='/bring/']").click()
    lines = "\r\n".join((head, f"{left[:-4]}noted,,,,", "unknown,,,,noted,,,,"))
    page.locator("input[type=file]").set_input_files(
        {"name": "items.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    _submit(page)


def _to_text(page: Page) -> str:
    """Open the text of the report that the body is writing; return its address."""
    page.goto("/documents/")
    page.get_by_role("link", name="7 to 16 September 2026").first.click()
    page.locator("main a[href^='/text/']").first.click()
    page.wait_for_url("**/text/**")
    return page.url


def _to_passage(page: Page) -> None:
    _to_text(page)
    page.locator("main a[href*='/passage/']").last.click()


def _writing(page: Page) -> None:
    _to_passage(page)
    page.locator("main form[action$='/write/'] button").click()


def _go_on_writing(page: Page) -> None:
    _writing(page)
    if page.locator("button[name=over]").count():  # another walk left it so
        page.locator("button[name=over]").click()


def _locked(page: Page) -> None:
    """Write as somebody else, then ask for the same passage."""
    _sign_in(page, "head", DEMO_PASSPHRASE)
    _go_on_writing(page)
    _sign_in(page, "desk", DEMO_PASSPHRASE)
    _writing(page)


def _came_back(page: Page) -> None:
    """Take the text as a Word file, change a word in it, and bring it back."""
    here = _to_text(page)
    with page.expect_download() as taken:
        page.locator("main form[action$='/copy/docx/'] button").click()
    document = Document(taken.value.path())
    next(one for one in document.paragraphs if "custody records" in one.text).runs[0].text += " Twice."
    out = BytesIO()
    document.save(out)
    page.goto(f"{here}returned/")
    file = {"name": "report.docx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    _submit(page)


def _a_machine(page: Page) -> None:
    page.goto("/stations/")
    page.locator("main .entries a").first.click()
    page.locator("main a[href$='/machines/add/']").click()
    page.locator("#id_name").fill("desk 2")
    _submit(page)


def _an_injury(page: Page) -> None:
    page.goto("/custody/")
    page.locator("main .board-name").first.click()
    page.locator("main .every-entry > summary").click()
    page.locator("main a[href$='/enter/injury_recorded/']").first.click()


def _a_sheet_looked_over(page: Page) -> None:
    page.goto("/outages/orlen-central/sheets/2/")
    page.locator("#id_time_1").fill("00:01")
    page.locator("#id_record_1").select_option(index=1)
    page.locator("#id_kind_1").select_option("checked")
    _submit(page)


def _fields_for_a_court(page: Page) -> None:
    page.goto("/custody/")
    page.locator("main .board-name").first.click()
    page.locator("main a[href^='/disclosures/of/']").click()
    page.locator("#id_recipient").fill("Regional Court of Orlen (invented)")
    page.locator("#id_basis").fill("Code of procedure, section 94 (invented)")
    page.locator("#id_reference").fill("K 17/26")
    page.locator("#id_ordered_on").fill("2026-05-04")
    page.locator("main input[name=open]").first.check()
    _submit(page)


def _a_record_to_erase(page: Page) -> None:
    """Learn the number of a record that is over at the desk, and ask for its erasure as the head."""
    _sign_in(page, "custody", DEMO_PASSPHRASE)
    page.goto("/custody/")
    left = page.locator("main .entries a[href^='/custody/records/']").last
    number = (left.get_attribute("href") or "").split("/")[-2]
    _sign_in(page, "head", DEMO_PASSPHRASE)
    page.goto("/erasures/")
    page.locator("#id_record_id").fill(number)
    _submit(page)


def _an_erasure_asked(page: Page) -> None:
    page.goto("/erasures/")
    asked = page.locator("section[aria-labelledby=waiting] a")
    if asked.count():  # another walk asked before
        asked.first.click()
        return
    _a_record_to_erase(page)
    page.locator("input[name=ground][value=court_order]").check()
    page.locator("#id_basis").fill("Code of procedure, section 7 (invented)")
    page.locator("#id_reference").fill("K 4/26")
    page.locator("#id_ordered_on").fill("2026-05-04")
    _submit(page)


def let_queue(page: Page) -> None:
    """Let this browser queue entries, where it is not let yet."""
    page.goto("/custody/without-network/orlen-central/")
    if page.locator("[data-this]:visible").count():
        return
    page.goto("/custody/without-network/orlen-central/enrol/")
    page.locator("#id_name").fill(f"desk {next(_numbers)}")
    page.locator("#id_pin_code").fill(PINS["custody"])
    page.locator("[data-no-key]").wait_for(state="hidden")
    _submit(page)
    page.locator("[data-this]:visible").wait_for()


def _a_queued_entry_to_sign(page: Page) -> None:
    let_queue(page)
    fields = [["kind", "checked"], ["at", "2026-11-01T10:00"], ["who", "custody"], ["pin_code", "0000"]]
    page.evaluate("filled => habeasQueue.enqueue(filled)", {"form": "line", "record": "x", "fields": fields})
    page.goto("/custody/without-network/orlen-central/")
    page.locator("[data-said]", has_text="1").wait_for()
    page.reload()
    page.locator("main a[href*='/waiting/']").first.click()


JOURNEYS: dict[str, Journey] = {
    "erasure/ask.html": Journey("head", _a_record_to_erase),
    "erasure/one.html": Journey("head", _an_erasure_asked),
    "disclosure/one.html": Journey("custody", _fields_for_a_court),
    "offline/sign.html": Journey("custody", _a_queued_entry_to_sign),
    "custodydesk/injury.html": Journey("doctor", _an_injury),
    "stations/token.html": Journey("head", _a_machine),
    "outages/look.html": Journey("custody", _a_sheet_looked_over),
    "replies/bring_try.html": Journey("liaison", _a_filled_in_file),
    "replies/apart.html": Journey("desk", _a_letter_apart),
    "replies/apart_item.html": Journey("desk", _an_item_apart),
    "builder/write.html": Journey("desk", _go_on_writing),
    "builder/locked.html": Journey("desk", _locked),
    "builder/merge.html": Journey("desk", _came_back),
    "builder/numbers.html": Journey("desk", lambda page: page.goto(f"{_to_text(page)}numbers/")),
    "replies/send.html": Journey("liaison", _to_send),
    "replies/receipt.html": Journey("liaison", _receipt),
    "publication/step.html": Journey("publication", _an_act_of_the_mandate),
    "redaction/form.html": Journey("publication", lambda page: _a_text_gone_through(page, "/take/")),
    "redaction/proposed.html": Journey("publication", lambda page: _a_text_gone_through(page, "/proposed/")),
    "redaction/unit.html": Journey("publication", lambda page: _a_text_gone_through(page, "/unit/2/")),
    "redaction/undo.html": Journey("publication", _a_decision_to_undo),
    "search/results.html": Journey("desk", _a_search),
    "mailbook/sender.html": Journey("desk", _who_sent_it),
    "reports/openings.html": Journey("head", lambda page: page.goto("/import/openings/")),
    "shell/error.html": Journey(PUBLIC, lambda page: page.goto("/no-such-page/")),
    "account/logout.html": Journey("system", lambda page: page.goto("/account/sign-out/")),
    "account/account_inactive.html": Journey(PUBLIC, lambda page: page.goto("/account/shut/")),
    "dossier/openings.html": Journey("head", lambda page: page.goto("/dossier/openings/")),
    "reports/import_columns.html": Journey("desk", _a_list),
    "reports/import_try.html": Journey("desk", _a_trial),
    "people/passphrase.html": Journey("head", somebody_new),
    "mfa/totp/activate_form.html": Journey("head", _then(settled, "/account/second-factor/totp/activate/")),
    "mfa/totp/deactivate_form.html": Journey(
        "head", _then(with_codes, "/account/second-factor/totp/deactivate/")
    ),
    "mfa/recovery_codes/index.html": Journey(
        "head", _then(with_codes, "/account/second-factor/recovery-codes/")
    ),
    "mfa/recovery_codes/generate.html": Journey(
        "head", _then(with_codes, "/account/second-factor/recovery-codes/generate/")
    ),
    "mfa/authenticate.html": Journey("head", _half_signed_in),
    "mfa/reauthenticate.html": Journey("head", _then(with_codes, "/account/second-factor/reauthenticate/")),
    "mfa/webauthn/add_form.html": Journey("head", _then(settled, "/account/second-factor/webauthn/add/")),
    "mfa/webauthn/authenticator_list.html": Journey(
        "head", _then(with_passkey, "/account/second-factor/webauthn/")
    ),
    "mfa/webauthn/edit_form.html": Journey("head", lambda page: _passkeys_page(page, "edit/")),
    "mfa/webauthn/authenticator_confirm_delete.html": Journey(
        "head", lambda page: _passkeys_page(page, "remove/")
    ),
    "mfa/webauthn/reauthenticate.html": Journey(
        "head", _then(with_passkey, "/account/second-factor/webauthn/reauthenticate/")
    ),
}

ELSEWHERE: dict[str, str] = {
    "429.html": "answers only after many failed sign-ins; it is shell/error.html with other words",
    "people/typed.html": "tests/web/people/test_sign_ins_end.py reads it; it needs a sign-in that ran out",
}
"""Pages that are not opened in a browser, and why."""
