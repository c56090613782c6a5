"""The day and the copies of a record: what is written, what is missing, and nothing that is sealed."""

import io
import zipfile

import pytest
from pypdf import PdfReader
from tests.web.recordpapers.conftest import NAME

from habeas.custody.recordfile import read_file
from habeas.tlog.keys import parse_verifier
from habeas.tlog.policy import Policy
from habeas.web.custody.publisher import publish_now

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])


def copy(client, kept, form="html", language="en", **more):
    return client.post(f"{kept.path}copy/", {"form": form, "language": language, **more})


def text_of(form: str, data: bytes) -> str:
    if form == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    return data.decode()


def test_the_day_shows_every_entry_with_both_times_and_what_became_of_it(kept, browsers):
    page = browsers("clara").get(f"{kept.path}day/").content.decode()
    for said in (
        NAME,
        "told of the rights",
        "40 min after: busy at the door",
        "corrected because: wrong cell",
        "Before, as written",
        "entered in another record",
        'class="lane"',
    ):
        assert said in page
    assert page.count('<tr role="row">') == 1 + 11  # headings; thirteen entries, two of which correct another
    assert "By 24 hours" in page
    assert "By days of the calendar" in browsers("clara").get(f"{kept.path}day/?by=arrival").content.decode()


def test_what_is_not_written_is_said_in_words(kept, browsers):
    page = browsers("clara").get(f"{kept.path}day/").content.decode()
    assert "No end is written of: interview" in page
    assert "Nothing is written between" in page
    assert "No end is written of: in a cell" in page
    kept.enter("interview_ended", 50)
    page = browsers("clara").get(f"{kept.path}day/").content.decode()
    assert "The interview was not recorded from" in page
    assert "14 min" in page
    assert "10 min" in page


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "file"])
def test_what_is_sealed_is_in_no_copy_of_the_station_and_in_that_of_who_wrote_it(kept, browsers, form):
    for who, asked in (("clara", {}), ("clara", {"sealed": "on"}), ("dov", {})):
        answer = copy(browsers(who), kept, form, **asked)
        said = text_of(form, answer.content)
        assert "attachment" in answer["Content-Disposition"]
        assert NAME not in answer["Content-Disposition"]
        assert "no-store" in answer["Cache-Control"]
        assert "forearm" not in said
        assert "Brink" in said
    assert "forearm" in text_of(form, copy(browsers("dov"), kept, form, sealed="on").content)


def test_a_copy_names_who_wrote_by_pseudonym_and_says_what_is_sealed(kept, browsers):
    said = copy(browsers("clara"), kept).content.decode()
    assert "k4tm-x7qd" in said
    assert "is sealed: the station does not read it" in said
    assert "Invented" not in said
    assert (
        "given to the person or the lawyer alone" in copy(browsers("dov"), kept, sealed="on").content.decode()
    )


def test_a_copy_is_made_in_the_language_of_the_person(kept, browsers):
    said = copy(browsers("clara"), kept, language="ar").content.decode()
    assert 'lang="ar"' in said
    assert 'dir="rtl"' in said


def test_the_file_is_checked_with_the_key_of_the_log_alone(kept, browsers):
    before = read_file(copy(browsers("clara"), kept, "file").content)
    policy = Policy().of_logs([parse_verifier(before.keys[0])])
    assert len(before.check(policy).unproven) == 13
    publish_now()
    found = read_file(copy(browsers("clara"), kept, "file").content)
    assert found.check(policy).unproven == ()
    assert [one.event.kind for one in found.entries][-1] == "released"
    closed = {one.event.kind: one.closed for one in found.entries if one.closed}
    assert closed == {"examination_ended": {"findings"}}
    of_the_doctor = read_file(copy(browsers("dov"), kept, "file", sealed="on").content)
    assert not any(one.closed for one in of_the_doctor.entries)


def test_the_journal_says_that_a_copy_was_made_and_nothing_of_what_is_in_it(kept, browsers, journalled):
    with journalled("custody_record.handed_out") as entries:
        copy(browsers("clara"), kept)
    assert entries[0].object_id == kept.record_id
    assert NAME not in str(vars(entries[0]))


def test_a_form_that_there_is_not_makes_no_copy(kept, browsers):
    clara = browsers("clara")
    assert clara.get(f"{kept.path}copy/").status_code == 200
    assert "Content-Disposition" not in copy(clara, kept, "exe")


def test_an_auditor_sees_the_day_without_the_name_and_makes_no_copy(kept, browsers):
    aydan = browsers("aydan")
    page = aydan.get(f"{kept.path}day/").content.decode()
    assert "told of the rights" in page
    assert "Brink" not in page
    assert copy(aydan, kept).status_code == 404


def test_another_station_gets_nothing(kept, south, browsers):
    omar = browsers("omar")
    assert omar.get(f"{kept.path}day/").status_code == 404
    assert copy(omar, kept).status_code == 404
