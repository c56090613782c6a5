"""An invented person led from the arrival to the release; and a receipt checked.

Once: the station and the public in Arabic, the doctor and the inspector in English. With
``HABEAS_TEST_EVERY_WAY`` all in English, then all in Arabic.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests import shared
from tests.browser.client import PUBLIC, Server
from tests.browser.codes import codes_in
from tests.browser.looks import EVERY_WAY
from tests.browser.test_whole_cycle import Cast

pytestmark = pytest.mark.browser
STATION = "orlen-central"
PINS = {"custody": "4826", "relief": "7391", "doctor": "5160"}
OWN_NAMES = {"en": "English", "ar": "العربية"}
BLOW, BRUISE, NAME = "struck in the vehicle (canary)", "tramline bruise (canary)", "Kestrelwing"
MOST_KEYS = 35
"""Beside the letters typed: the keys from the board to the open record. At two a second, 20 seconds."""


@pytest.mark.parametrize("language", ["en", "ar"] if EVERY_WAY else ["ar"])
def test_from_the_arrival_to_the_release_and_a_receipt_that_checks(
    browser: Browser, server: Server, language: str, tmp_path: Path
) -> None:
    cast = Cast(browser, server, language, **({} if EVERY_WAY else {"doctor": "en", "inspector": "en"}))
    desk = cast["custody"]
    record = _opened_by_keyboard(desk, f"{NAME} of {language}")
    assert desk.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    _the_rights(desk, language)
    _the_consulate(desk)
    _the_lawyer(desk)
    _the_doctor(cast, record)
    _the_interview(desk)
    _the_day(desk)
    _a_correction(desk)
    _a_complaint(cast, record)
    _the_handover(cast)
    enter(desk, record, "property_returned", signature="signed")
    enter(desk, record, "released", signature="signed")
    desk.goto("/custody/")
    expect(desk.locator(".board")).not_to_contain_text(f"{NAME} of {language}")
    _the_receipt(cast, server, record, tmp_path)
    for context in cast.contexts:
        context.close()


def enter(page: Page, record: str, kind: str, by: str = "custody", **said: str) -> None:
    """Make an entry by its link on the record, sign it, and come back to the record."""
    if not page.url.endswith(f"/custody/records/{record}/"):
        page.goto(f"/custody/records/{record}/")
    every = page.locator(".every-entry")
    if every.get_attribute("open") is None:
        every.locator("summary").click()
    page.locator(f"main a[href*='/enter/{kind}/']:visible").first.click()
    sign(page, by, **said)
    refused = page.locator(".error-summary")
    assert not refused.count(), f"{kind}: {refused.inner_text()}"
    assert page.url.endswith(f"/custody/records/{record}/"), page.url


def sign(page: Page, by: str = "custody", **said: str) -> None:
    """Fill a form of the desk in, and sign it by PIN."""
    for name, value in said.items():
        field = page.locator(f"main form [name='{name}']")
        match field.first.evaluate("one => one.type"):
            case "select-one":
                field.select_option(value)
            case "radio" | "checkbox":
                page.locator(f"main form [name='{name}'][value='{value}']").check()
            case _:
                field.fill(value)
    page.locator("#id_pin_code").fill(PINS[by])
    page.locator("#id_pin_code").press("Enter")
    page.wait_for_load_state()


def here(page: Page) -> str:
    return page.url.rstrip("/").rpartition("/")[2]


def _opened_by_keyboard(page: Page, name: str) -> str:
    """With no mouse: to the form, through it, and signed; it takes a person less than a minute."""
    pressed = 0

    def press(key: str, until: str = "") -> None:
        nonlocal pressed
        for _ in range(40):
            page.keyboard.press(key)
            pressed += 1
            if not until or page.evaluate(f"document.activeElement.matches(`{until}`)"):
                return
        raise AssertionError(f"{key} never comes to {until}")

    page.goto("/custody/")
    press("Tab")
    press("Enter")  # past the menu
    press("Tab", "[href$='/open/']")
    press("Enter")
    page.wait_for_url("**/open/")
    page.keyboard.type(name)
    press("Tab", "#id_born")
    page.keyboard.type("1990-02-03")
    press("Tab", "#id_pin_code")
    page.keyboard.type(PINS["custody"])
    press("Enter")
    page.wait_for_url("**/records/*/")
    assert pressed <= MOST_KEYS, pressed
    expect(page.locator("h1")).to_have_text(name)
    return here(page)


def _the_rights(page: Page, language: str) -> None:
    record = here(page)
    enter(page, record, "identified")
    enter(page, record, "rights_informed", language=OWN_NAMES[language], in_writing="yes")
    page.locator("main a[href$='/rights/']").click()
    page.locator(f"main a[lang={language}]").click()
    notice = page.locator(".rights-notice")
    assert notice.get_attribute("lang") == language
    page.locator("main a[href*='/rights_leaflet_given/']").click()
    assert page.locator("#id_language").input_value() == OWN_NAMES[language]
    sign(page)
    enter(page, record, "rights_acknowledgement_refused")
    expect(page.locator(".lines")).to_contain_text(OWN_NAMES[language])


def _the_consulate(page: Page) -> None:
    """Nobody tells a consulate unless the person wishes it."""
    record = here(page)
    before = page.locator(".lines > li").count()
    page.goto(f"/custody/records/{record}/enter/consulate_notified/")
    expect(page.locator(".notice-warning")).to_be_visible()
    sign(page)
    expect(page.locator(".error-summary")).to_be_visible()
    page.goto(f"/custody/records/{record}/")
    expect(page.locator(".lines > li")).to_have_count(before)


def _the_lawyer(page: Page) -> None:
    record = here(page)
    for kind in ("lawyer_requested", "lawyer_called", "lawyer_arrived"):
        enter(page, record, kind)
    enter(page, record, "consultation_started", private="yes")
    running = page.locator("section[aria-labelledby=running-now]")
    running.locator("a[href*='consultation_ended']").click()
    sign(page)
    expect(running.locator("a[href*='consultation_ended']")).to_have_count(0)


def _the_doctor(cast: Cast, record: str) -> None:
    """The doctor writes what is found; the station reads whether the person is fit, and what to do."""
    doctor, desk = cast["doctor"], cast["custody"]
    enter(doctor, record, "examination_started", by="doctor", police_hearing="no", police_sight="no")
    doctor.locator(".every-entry > summary").click()
    doctor.locator("main a[href*='/enter/injury_recorded/']:visible").first.click()
    doctor.locator(".body-chart [data-region='9']").click()
    assert doctor.locator("#id_sealed_region").input_value() == "9"
    sign(doctor, "doctor", sealed_statements=BLOW, sealed_findings=BRUISE, sealed_consistency="highly")
    said = {"fit": "fit with conditions", "instructions": "Look every 30 minutes."}
    enter(doctor, record, "examination_ended", by="doctor", sealed_findings=BRUISE, **said)
    expect(doctor.locator(".lines")).to_contain_text(BRUISE)
    desk.reload()
    expect(desk.locator(".lines")).to_contain_text("Look every 30 minutes.")
    for said_to_doctor in (BLOW, BRUISE):
        assert said_to_doctor not in desk.content()


def _the_interview(page: Page) -> None:
    record = here(page)
    enter(page, record, "interview_started", interviewers="s-1204, s-1377", present="lawyer")
    enter(page, record, "recording_started", medium="video")
    for name in ("recording_stopped", "interview_ended"):
        page.locator(f"section[aria-labelledby=running-now] a[href*='{name}']").click()
        sign(page, **({"signature": "refused"} if name == "interview_ended" else {}))


def _the_day(page: Page) -> None:
    record = here(page)
    enter(page, record, "cell_entered", cell="2", with_adults="yes")
    enter(page, record, "meal_offered")
    enter(page, record, "rest_started")
    page.locator("section[aria-labelledby=running-now] a[href*='rest_ended']").click()
    sign(page)


def _a_correction(page: Page) -> None:
    """Both values stay, the first struck, with who, when and why."""
    before = page.locator(".lines > li").count()
    wrong = page.locator(".lines > li", has=page.locator(".told bdi", has_text=re.compile("^2$")))
    wrong.locator("a[href*='/correct/']").click()
    sign(page, cell="3", why="the wrong cell was noted")
    expect(page.locator(".lines > li")).to_have_count(before)
    entry = page.locator(".lines > li", has_text="the wrong cell was noted")
    expect(entry.locator("> .line .told").first).to_contain_text("3")
    expect(entry.locator(".struck del").first).to_have_text("2")
    expect(entry).to_contain_text("Clara Custody")


def _a_complaint(cast: Cast, record: str) -> None:
    """It goes past the station to the inspector, who takes it up."""
    desk, inspector = cast["custody"], cast["inspector"]
    complaint = f"{BLOW} {record}"
    enter(desk, record, "complaint_made", sealed_text=complaint, signature="signed")
    assert complaint not in desk.content()
    inspector.goto("/oversight/")
    inspector.locator("main a[href$='/complaints/']").click()
    inspector.locator("main .entries li", has_text=record).locator("a").first.click()
    expect(inspector.locator(".verbatim")).to_have_text(complaint)
    inspector.locator("#id_text").fill("Taken up.")
    inspector.locator("main form button").last.click()
    expect(inspector.locator("main .entries")).to_contain_text("Taken up.")


def _the_handover(cast: Cast) -> None:
    """Two people sign, and one of them cannot be both."""
    desk = cast["custody"]
    desk.goto(f"/custody/at/{STATION}/handover/")
    relief = desk.locator("#id_takes_over option", has_text="Rana").get_attribute("value") or ""
    own = desk.locator("#id_takes_over option", has_text="Clara").get_attribute("value") or ""
    sign(desk, takes_over=own, takes_over_pin_code=PINS["custody"])
    expect(desk.locator(".error-summary")).to_be_visible()
    sign(desk, takes_over=relief, takes_over_pin_code=PINS["relief"])
    assert desk.url.endswith(f"/at/{STATION}/"), desk.locator("main").inner_text()


def _the_receipt(cast: Cast, server: Server, record: str, folder: Path) -> None:
    """The printed page is read as a phone does, and checked twice by who has no account."""
    desk, public = cast["custody"], cast[PUBLIC]
    desk.goto(f"/custody/records/{record}/receipts/")
    desk.locator("#of-rights ~ ul a").first.click()
    for _ in range(20):
        if desk.locator(".receipt-code").count():
            break
        time.sleep(0.5)  # for the log to be signed, which takes a second here
        desk.reload()
    desk.emulate_media(media="print")
    paper = desk.screenshot(full_page=True, path=str(folder / "receipt.png"))
    blank = cast.contexts[0].new_page()
    [said] = codes_in(paper, blank)
    assert record not in said
    key = _published_key(server, folder)
    tampered = re.sub(r"(?<=^index )\d+", lambda found: str(int(found[0]) - 1), said, flags=re.M)
    for text, good in ((said, True), (tampered, False)):
        public.goto("/check/")
        public.locator("[data-field=receipt]").fill(text)
        public.locator("[data-field=keys]").fill(key)
        public.locator("[data-check]").click()
        heading = public.locator(".verdict h2").inner_text()
        said_so = public.locator(f"template[data-say={'good' if good else 'bad'}]")
        assert heading == said_so.evaluate("one => one.content.textContent")
        file = folder / f"receipt-{good}"
        file.write_text(text)
        done = _habeas(folder, "log", "check", str(file), "--vkey", key)
        assert (done.returncode == 0) is good, done.stdout + done.stderr


def _published_key(server: Server, folder: Path) -> str:
    """The key of the log, as its keeper publishes it; not the one in the receipt."""
    done = _habeas(server.folder, "log", "publish", str(folder / "log"), "--json")
    return str(json.loads(done.stdout)["vkey"])


def _habeas(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "habeas", *words]
    return subprocess.run(call, env=shared.environment(data), capture_output=True, text=True, check=False)
