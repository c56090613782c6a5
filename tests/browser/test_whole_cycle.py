"""An invented Party led through the whole cycle by the cast: from the programme to the public statement.

Once: the desk and the officer of publication in English, the head, the State and the public in Arabic; at
the end the procedure of Article 10(2) is reopened. With ``HABEAS_TEST_EVERY_WAY`` all in English, then all
in Arabic, on one record: the second time a statement is made once more, in the procedure reopened.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.client import PUBLIC, Server
from tests.browser.looks import EVERY_WAY

pytestmark = pytest.mark.browser
PARTY = "orland-invented"
CANARY = "zebrafinch"
OPENING = {"reason": "on the Ministry's page", "seen": "on"}
REOPENED = {"on": "2026-11-24", "plenary": "122", "grounds": "refusal to improve the situation"}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj trailer<</Root 1 0 R>>\n%%EOF\n"
)


class Cast:
    """The people of the demo, each with a browser of their own, in one language but for those named apart."""

    def __init__(self, browser: Browser, server: Server, language: str, **apart: str) -> None:
        self.browser, self.server, self.language, self.apart = browser, server, language, apart
        self.contexts: list[BrowserContext] = []
        self._pages: dict[str, Page] = {}

    def __getitem__(self, role: str) -> Page:
        if role not in self._pages:
            context = self.browser.new_context(base_url=self.server.address)
            context.add_cookies(self.server.client(role).cookies())  # type: ignore[arg-type]
            own = self.apart.get(role, self.language)
            language = {"name": "language", "value": own, "url": self.server.address}
            context.add_cookies([language])  # type: ignore[list-item]
            self.contexts.append(context)
            self._pages[role] = context.new_page()
        return self._pages[role]


def give(page: Page, path: str, said: dict[str, str], *, file: Path | None = None) -> None:
    """Open a form, fill what is named, and send it; what is refused fails with the page's own words."""
    page.goto(path)
    form = page.locator("main form").last
    for name, value in said.items():
        field = form.locator(f"[name='{name}']")
        kind = field.first.evaluate("one => one.tagName + ':' + (one.type || '')")
        if kind.startswith("SELECT"):
            field.select_option(value)
        elif kind == "INPUT:checkbox" and value == "on":
            field.check()
        elif kind in ("INPUT:radio", "INPUT:checkbox"):
            form.locator(f"[name='{name}'][value='{value}']").check()
        else:
            field.fill(value)
    if file is not None:
        form.locator("input[type=file]").set_input_files(str(file))
    form.locator("button:not([type=button])").last.click()
    page.wait_for_load_state()
    problem = page.locator(".error-summary, .alert-danger")
    assert not problem.count(), f"{path}: {problem.first.inner_text()}"


def last_part(page: Page) -> str:
    return page.url.rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize("language", ["en", "ar"] if EVERY_WAY else ["ar"])
def test_from_the_programme_to_the_statement_with_the_report_annexed(
    browser: Browser, server: Server, language: str, tmp_path: Path
) -> None:
    cast = Cast(browser, server, language, **({} if EVERY_WAY else {"desk": "en", "publication": "en"}))
    visit = _the_visit(cast)
    report = _the_report(cast, visit)
    _the_reply_and_the_assessment(cast, report, visit)
    _the_statement(cast, report)
    title = f"Report in {language} (invented)"
    _the_publication(cast, report, title, tmp_path)
    objection = f"Objects to the statement, {language} (invented)."
    _the_objection(cast, objection)
    public = cast[PUBLIC]
    public.goto("/published/")
    public.locator("main a", has_text=title).click()
    expect(public.locator("h1")).to_contain_text(title)
    expect(public.locator(".side-state")).to_contain_text(objection)
    assert public.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    desk = cast["desk"]
    desk.goto(f"/dossier/{PARTY}/")  # the State's own words stay beside what the body said
    expect(desk.locator("#voices")).to_contain_text("Every detained person sees a lawyer")
    for path in (
        "/published/",
        "/published/feed/",
        f"/dossier/{PARTY}/",
        "/visits/",
        "/documents/",
        "/asks/",
    ):
        said = public.request.get(path).text()
        assert CANARY not in said, path
        assert visit not in said, path
    for context in cast.contexts:
        context.close()


def _the_visit(cast: Cast) -> str:
    desk = cast["desk"]
    plan = {"party": PARTY, "kind": "ad hoc", "date": "2026-10-05/2026-10-12", "on": "2026-09-01"}
    give(desk, "/visits/plan/", plan | {"aim": CANARY})
    visit = last_part(desk)
    for step, said in (
        ("risk", {"on": "2026-09-02", "outcome": "go with measures", "note": CANARY}),
        ("decide", {"on": "2026-09-03", "kind": "ad hoc", "decider": "bureau"}),
        (
            "notify",
            {
                "on": "2026-09-21",
                "letter": "INV 2026/140 (invented)",
                "members": "Lea Leader (invented)\nMikael Member (invented)",
                "assisting": "Dr Ane Expert (invented)",
            },
        ),
        ("representation", {"on": "2026-09-25", "ground": "public safety", "against": "time"}),
        ("consultation", {"on": "2026-09-26", "arrangement": "The visit begins on 5 October."}),
        ("start", {"on": "2026-10-05", "assisting": "Dr Ane Expert (invented)"}),
        ("immediate", {"on": "2026-10-12", "demand": f"Take cell 3 out of use ({CANARY})."}),
        ("end-talks", {"on": "2026-10-12", "with_whom": "Minister of the Interior (invented)"}),
        ("complete", {"on": "2026-10-12"}),
        (
            "time",
            {
                "concerns": "immediate observation 1",
                "letter": "INV 2026/151 (invented)",
                "on": "2026-10-14",
                "due": "2026-11-14",
            },
        ),
    ):
        give(desk, f"/visits/{visit}/take/{step}/", said)
    finding = {"theme": "lawyer", "text": f"Lawyers were not called ({CANARY}).", "rests_on": "registers"}
    give(desk, f"/visits/{visit}/finding/", finding)
    expect(desk.locator("main")).to_contain_text("ECPT, Article 8(5)")
    return visit


def _the_report(cast: Cast, visit: str) -> str:
    desk = cast["desk"]
    give(desk, f"/documents/on/{visit}/", {"on": "2026-10-15"})
    report = last_part(desk)
    text = f"/text/{report}"
    give(desk, f"{text}/begin/", {"language": "en", "outline": "visit"})
    give(desk, f"{text}/add/numbered/start/", {"text": f"Lawyers were not called ({CANARY})."})
    found = re.search(r"at=(\w+)", desk.url)
    assert found
    ask = f"The Committee recommends that every detained person have access to a lawyer ({CANARY})."
    said = {"text": ask, "kind": "recommendation", "addressee": "Ministry of the Interior (invented)"}
    give(desk, f"{text}/add/ask/{found[1]}/", said)
    for step, said in (
        ("head", {"on": "2026-10-19"}),
        ("adopted", {"on": "2026-10-20", "way": "accelerated", "language": "en"}),
    ):
        give(desk, f"/documents/{report}/take/{step}/", said)
    desk.goto(f"{text}/")
    desk.locator(f"main form[action='{text}/asks/'] button").click()  # what it asks is asked from now on
    for step, said in (
        ("transmitted", {"on": "2026-10-21", "letter": "INV 2026/160 (invented)", "channel": "by hand"}),
        ("time", {"on": "2026-10-21", "letter": "INV 2026/160 (invented)", "due": "2027-04-21"}),
    ):
        give(desk, f"/documents/{report}/take/{step}/", said)
    return report


def _the_reply_and_the_assessment(cast: Cast, report: str, visit: str) -> None:
    state, desk = cast["liaison"], cast["desk"]
    state.goto(f"/replies/{report}/")
    item = state.locator("main a[href*='/items/']").first.get_attribute("href") or ""
    give(state, item, {"position": "rejected", "action": f"This is not so ({CANARY})."})
    give(state, f"/replies/{report}/send/", {})
    expect(state.locator("main")).to_contain_text(re.compile(r"[0-9a-f]{64}"))
    ask = re.search(r"/items/(\w+)/", item)
    assert ask
    found = {"date": "2026-11-16", "reasons": f"Nothing changed ({CANARY}).", "visits": visit}
    desk.goto(f"/asks/{ask[1]}/thread/assess/")
    options = desk.locator("[name=degree]").evaluate_all("all => all.map(one => one.value)")
    found["degree"] = next(one for one in options if one.startswith("not"))
    give(desk, f"/asks/{ask[1]}/thread/assess/", found)
    desk.goto(f"/asks/{ask[1]}/")
    expect(desk.locator("main")).to_contain_text("This is not so")


def _the_statement(cast: Cast, report: str) -> None:
    desk = cast["desk"]
    desk.goto(f"/dossier/procedure/open/{PARTY}/")  # it is open: this leads to its page
    procedure = desk.url.split("/dossier/procedure/")[1].strip("/")
    steps = f"/dossier/procedure/{procedure}/step"
    if desk.locator(f"main a[href='{steps}/reopen/']").count():
        give(desk, f"{steps}/reopen/", REOPENED)
        give(desk, f"{steps}/told/", {"on": "2026-11-24"})
        give(desk, f"{steps}/views/", {"on": "2026-11-25"})
        days = ("2026-11-26", "2026-11-26")
    else:
        days = ("2026-11-20", "2026-11-23")
    votes = {"members": "46", "in_favour": "34", "against": "1", "abstained": "2"}
    give(desk, f"{steps}/vote/", votes | {"on": days[0]})
    give(desk, f"{steps}/statement/", {"on": days[1], "opens": report})
    if not EVERY_WAY:  # otherwise the second walk does
        give(desk, f"{steps}/reopen/", REOPENED)


def _the_objection(cast: Cast, gist: str) -> None:
    """The State objects publicly; the body records it, and another person opens it."""
    desk, head = cast["desk"], cast["head"]
    said = {
        "date": datetime.now(UTC).date().isoformat(),
        "speaker": "Ministry of Foreign Affairs of Orland (invented)",
        "kind": "objection",
        "gist": gist,
        "voice": "State",
        "source_name": "Ministry of Foreign Affairs of Orland (invented), comment",
        "source_address": "https://example.org/orland/comment",
        "source_date": datetime.now(UTC).date().isoformat(),
        "certainty": "seen",
    }
    give(desk, f"/dossier/{PARTY}/add/statement/", said)
    entry = desk.locator("#chronicle li.entry", has_text=gist).first
    give(desk, entry.locator("a[href*='/dossier/open/']").get_attribute("href") or "", OPENING)
    head.goto("/dossier/openings/")
    head.locator("main section", has_text=gist).locator("button").click()
    head.wait_for_load_state()


def _the_publication(cast: Cast, report: str, title: str, folder: Path) -> None:
    desk, officer, head = cast["desk"], cast["publication"], cast["head"]
    give(desk, f"/documents/{report}/change/", {"title": title, "reason": "as it is to be published"})
    address = f"/publication/{report}"
    officer.goto(f"{address}/")
    if officer.locator(f"main a[href='{address}/record/mandate/']").count():
        give(officer, f"{address}/record/mandate/", {"mandate": "CPT", "on": "2026-11-26"})
    give(officer, f"{address}/record/statement/", {"on": "2026-11-26"})
    file = folder / "report.pdf"
    file.write_bytes(PDF + title.encode())
    give(officer, f"{address}/prepare/", {"names_deleted": "on"}, file=file)
    give(head, f"{address}/approve/", {"read": "on"})
    give(officer, f"{address}/publish/", {"sure": "on"})
