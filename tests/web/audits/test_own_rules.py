"""Rules of one's own in the web: sent with the asking, checked, asked, told as what they are, compared."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import cast
from tests.web.audits.test_audits import PAIRS, asked, carried_out

from habeas.safeguards import example_site, read_own_rule
from habeas.safeguards.against import read_listing
from habeas.web.audits import access, kept, lists, own_rules
from habeas.web.audits.forms import OWN
from habeas.web.audits.models import Audit, Register, TakenOver
from habeas.web.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])

RULE = """\
set = "CoE"
title = "A short interview"
says = "No interview lasts longer than an hour."
source = "NL-CCP#63(2)"
[limits]
limit = { provision = "NL-CCP#63(2)", hours = 1 }
[max_duration]
span = "interview"
[[provision]]
ref = "NL-CCP#63(2)"
instrument = "Code of Criminal Procedure of Northland"
pinpoint = "article 63, paragraph 2"
class = "binding"
jurisdiction = "CoE"
words = "An interview ends within an hour."
"""
NAME = "interview.short"
NOT_HELD = "cited by whoever wrote the rule, not checked by Habeas"
OF_SITE = RULE.replace('{ provision = "NL-CCP#63(2)", hours = 1 }', '{ site = "northland.interview" }')


def sent(text: str, name: str = f"{NAME}.toml") -> SimpleUploadedFile:
    """A file that is sent."""
    return SimpleUploadedFile(name, text.encode())


def form(register: Register, *files: SimpleUploadedFile, rule_set: str = "alone") -> dict[str, object]:
    """What is sent to ask for an audit by rules of one's own."""
    return {
        "register": register.public_id,
        "rule_set": rule_set,
        "as_of": "2026-03-02T00:00",
        "own_rules": list(files),
    }


def test_who_opens_no_record_of_the_register_kept_here_chooses_no_question(signed_in, settings):
    """By limits that differ by a minute, or a list of one time, one person's time would be known."""
    settings.SURFACES = ("register", "monitoring")
    given = {"register": OWN, "rule_set": "alone", "as_of": "2026-03-02T00:00", "own_rules": [sent(RULE)]}
    for reader, told in ((cast.head_of_body(), True), (cast.inspector(), False)):
        said = signed_in(reader).post(reverse("audits:ask"), given, follow=True).content.decode()
        given["own_rules"] = [sent(RULE)]
        assert ("may open its records" in said) is told
    assert Audit.objects.count() == 1


def test_a_rule_that_an_editor_marked_as_text_is_read():
    assert read_own_rule("\ufeff" + RULE, file=f"{NAME}.toml") == read_own_rule(RULE, file=f"{NAME}.toml")


@pytest.mark.bothdbs
def test_a_rule_of_ones_own_is_asked_and_told_as_cited_by_its_writer(brought, visit, signed_in):
    member, register = brought
    browser = signed_in(member)
    begun = browser.post(reverse("audits:ask"), {**form(register, sent(RULE)), "with_report": "on"})
    row = carried_out(Audit.objects.get())
    assert row.state == "done", row.refusal
    assert row.own_rules == [NAME]
    summary = kept.said_in(row, kept.SUMMARY)
    assert [each["rule"] for each in summary["rules"]] == [NAME]
    assert summary["files"][f"rules/{NAME}.toml"] == kept.sha256_of(kept.rules_of(row) / f"{NAME}.toml")

    here = reverse("audits:rule", args=[row.public_id, NAME])
    page = browser.get(begun.url).content.decode()
    assert f'<a href="{here}">' in page[page.index("Rules of one") :]
    assert f'id="{NAME}"' in page
    told = browser.get(here).content.decode()
    assert "1 of 2 interviews" in told
    assert f"<bdi>Code of Criminal Procedure of Northland, article 63, paragraph 2</bdi> ({NOT_HELD})" in told
    says = told[told.index('id="says"') :]
    assert "1 h (Code of Criminal Procedure of Northland" in says or "1 hour (Code of Criminal" in says
    assert NOT_HELD in says
    assert "SELECT" in says
    assert "words = &quot;An interview ends within an hour.&quot;" in says
    assert "/law/NL-CCP" not in told
    assert "none but rules of one" in browser.get(reverse("audits:list")).content.decode()
    report = browser.get(reverse("audits:file", args=[row.public_id, "report.html"])).content.decode()
    assert "A short interview" in report
    assert NOT_HELD in report

    occasions = browser.get(reverse("audits:occasions", args=[row.public_id])).content.decode()
    record = re.search(r'href="(/audits/[^"]+/records/\d+/\?occasion=\d+)"', occasions)
    assert record is not None
    drawn = browser.get(record[1]).content.decode()
    assert "A short interview" in drawn

    take = reverse("audits:take_over", args=[row.public_id, NAME])
    text = browser.get(take).context["form"]["text"].value()
    assert NOT_HELD in text
    browser.post(take, {"text": text, "theme": "recording", "rests_on": ["registers"], "place": ""})
    assert TakenOver.objects.get().rule == NAME
    assert here in browser.get(reverse("visits:visit", args=[visit.public_id])).content.decode()
    assert "own_rules" in JournalEntry.objects.get(action="audit.asked").fields


@pytest.mark.bothdbs
def test_beside_a_set_it_is_compared_with_the_audit_before_and_by_itself_with_the_same_rule(
    brought, signed_in
):
    member, register = brought
    browser = signed_in(member)

    def audited(*files, **said) -> Audit:
        browser.post(reverse("audits:ask"), form(register, *files, **said))
        return carried_out(Audit.objects.latest("pk"))

    plain = audited(rule_set="register")
    both = audited(sent(RULE), rule_set="register")
    assert access.before(both) == plain
    assert both.rules_sha256 != plain.rules_sha256
    page = browser.get(reverse("audits:compared", args=[both.public_id]), {"rule": NAME}).content.decode()
    assert "rules or limits changed" in page
    assert "the same files, to the byte" in page
    assert "both were judged as of the same instant" in page
    assert "By another limit:" not in page
    assert re.search(rf"asked in one alone, or changed: <[^>]+>{re.escape(NAME)}<", page)
    moved = page[page.index('id="moved"') :].split("<table")[0]
    assert "A short interview" in moved
    assert "a1" in moved
    assert f'id="{PAIRS}"' in browser.get(reverse("audits:audit", args=[both.public_id])).content.decode()

    alone = audited(sent(RULE))
    assert access.before(alone) is None
    assert access.before(audited(sent(RULE, "interview.other.toml"))) is None
    again = audited(sent(RULE.replace("hours = 1", "hours = 2")))
    assert access.before(again) == alone
    assert own_rules.only_in_one(alone, again) == [NAME]
    address = reverse("audits:compared", args=[again.public_id])
    assert "By another limit: A short interview" in browser.get(address).content.decode()
    Audit.objects.filter(pk=alone.pk).update(as_of=again.as_of - timedelta(minutes=1))
    page = browser.get(address).content.decode()
    assert "the same files, to the byte" in page
    assert "both were judged as of the same instant" not in page


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([], ["Send the rules that are to be asked."]),
        (
            [RULE.replace('"CoE"\ntitle', '"Mars"\ntitle').replace("hours = 1", "hours = 0")],
            ["there is no set “Mars”", "hours: 0 is no whole number", "line 6", f"({NAME}.toml:1)"],
        ),
        (["set = "], [f"({NAME}.toml:1)"]),
    ],
)
def test_what_is_wrong_with_a_rule_is_told_with_its_lines_when_it_is_sent(files, says, brought, signed_in):
    member, register = brought
    answer = signed_in(member).post(reverse("audits:ask"), form(register, *map(sent, files))).content.decode()
    for each in says:
        assert each in answer
    assert re.search(r'<details class="more"\s+open>', answer)
    assert not Audit.objects.exists()


def test_what_is_wrong_is_told_in_the_language_of_the_page(brought, signed_in, settings):
    member, register = brought
    browser = signed_in(member)
    wrong = RULE.replace('"CoE"\ntitle', '"Mars"\ntitle').replace("[max_duration]", "[max_duration")

    def answer(text: str, language: str) -> str:
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return browser.post(reverse("audits:ask"), form(register, sent(text))).content.decode()

    french = answer(wrong.replace("[max_duration", "[max_duration]").replace("hours = 1", "hours = 0"), "fr")
    for each in (
        "la règle est illisible\u00a0: il n’y a pas d’ensemble de règles «\u00a0Mars\u00a0»",
        "et à la ligne 6\u00a0: hours\u00a0: 0 n’est pas un nombre entier à partir de 1",
        f"({NAME}.toml:1).",
    ):
        assert each in french
    assert "cannot be read" not in french
    assert "la règle est illisible\u00a0: un crochet n’est pas fermé" in answer(wrong, "fr")
    arabic = answer(wrong, "ar")
    assert "لا يمكن قراءة القاعدة: قوس لم يُغلق، أو تنق" in arabic
    assert f"(\u2068{NAME}.toml:7\u2069)." in arabic


@pytest.mark.parametrize("name", ["lawyer.called.toml", "two words.toml", "rule.txt", f"{'a' * 90}.toml"])
def test_a_rule_has_a_name_of_its_own_that_an_address_can_have(name, brought, signed_in):
    member, register = brought
    answer = signed_in(member).post(reverse("audits:ask"), form(register, sent(RULE, name))).content.decode()
    assert "There is a rule of this name already" in answer or "A rule is named as its file" in answer
    assert not Audit.objects.exists()


def test_the_same_name_twice_is_refused_and_every_file_is_told(brought, signed_in):
    member, register = brought
    files = [sent(RULE), sent(RULE), sent("set = ", "b.toml"), sent("title = ", "c.toml")]
    answer = signed_in(member).post(reverse("audits:ask"), form(register, *files)).content.decode()
    assert "There is a rule of this name already" in answer
    assert "(b.toml:1)" in answer
    assert "(c.toml:1)" in answer


def test_limits_of_the_authority_are_those_of_the_rule_too_and_what_no_rule_has_is_said(
    brought, signed_in, settings
):
    member, register = brought
    (settings.DATA / "site.toml").write_text(
        'name = "Northland"\n[minutes]\n"northland.interview" = 30\n"southland.walks" = 60\n'
    )
    browser = signed_in(member)
    text = OF_SITE.replace('source = "NL-CCP#63(2)"', 'source = "CPT-GR12#41"').partition("[[provision]]")[0]
    browser.post(reverse("audits:ask"), form(register, sent(text)))
    row = carried_out(Audit.objects.get())
    page = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    assert "site.toml: passed over, since no rule here has such a limit: southland.walks." in page
    told = browser.get(reverse("audits:rule", args=[row.public_id, NAME])).content.decode()
    assert "Northland: the source gives no number" in told

    plain = carried_out(asked(member, register=register))
    page = browser.get(reverse("audits:audit", args=[plain.public_id])).content.decode()
    assert "such a limit: northland.interview, southland.walks." in page


def test_a_rule_that_has_no_limit_here_is_named_and_leads_nowhere(brought, signed_in):
    member, register = brought
    browser = signed_in(member)
    text = OF_SITE.replace('source = "NL-CCP#63(2)"', 'source = "CPT-GR12#41"').partition("[[provision]]")[0]
    browser.post(reverse("audits:ask"), form(register, sent(text), rule_set="register"))
    row = carried_out(Audit.objects.get())
    page = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
    assert "Not asked, since the authority sets no limit: A short interview." in page
    here = reverse("audits:rule", args=[row.public_id, NAME])
    assert here not in page
    assert browser.get(here).status_code == 404


def test_what_the_form_shows_of_both_files_can_be_read():
    assert read_own_rule(own_rules.EXAMPLE, file="visitor.soon.toml").name == "visitor.soon"
    assert read_listing(lists.EXAMPLE, file="door.toml", site=example_site()).kind == "door"
