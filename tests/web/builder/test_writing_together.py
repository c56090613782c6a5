"""Several people write one text: nobody's words are lost, numbers keep their meaning, history only grows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast
from tests.web.builder.conftest import ASKED, FOUND

from habeas.errors import RefusedError
from habeas.procedure.machine import ForbiddenError
from habeas.procedure.report.acts import Adopted, HeadAgreed, Way
from habeas.web.builder import actions, taking
from habeas.web.builder.actions import ChangedMeanwhileError, LockedError, Wording
from habeas.web.builder.models import Copy, Manuscript, Passage, Remark, Round
from habeas.web.people.models import User
from habeas.web.reports.actions import take as take_step
from habeas.web.reports.models import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
NOW = timezone.now()


def numbered(manuscript) -> list[tuple[str, str]]:
    rows = Passage.objects.filter(manuscript=manuscript, removed_why="", form="numbered")
    return [(row.number, row.text) for row in rows]


def found(manuscript, text: str) -> Passage:
    row = Passage.objects.get(manuscript=manuscript, text=text)
    row.manuscript = manuscript
    return row


def kept(manuscript) -> Manuscript:
    """The manuscript once a copy went out."""
    actions.note_copy(cast.reader(), Copy(manuscript=manuscript, form="pdf", sha256="ab" * 32))
    manuscript.refresh_from_db()
    return manuscript


def test_numbers_run_until_a_copy_goes_out_and_are_kept_from_then_on(manuscript, dana) -> None:
    first = found(manuscript, "A delegation visited Orland.")
    actions.add(dana, manuscript, [Wording(text="Put in early.")], after=first)
    assert [number for number, _text in numbered(manuscript)] == ["1", "2", "3", "4"]
    kept(manuscript)
    actions.add(dana, manuscript, [Wording(text="Put in late.")], after=first)
    assert numbered(manuscript)[1] == ("1a", "Put in late.")
    assert [number for number, _text in numbered(manuscript)] == ["1", "1a", "2", "3", "4"]


def test_a_number_that_was_cited_stays_that_of_its_paragraph_or_of_none(manuscript, dana) -> None:
    kept(manuscript)
    third = found(manuscript, "The third paragraph.")
    actions.move(dana, third, after=found(manuscript, "A delegation visited Orland."))
    actions.remove(dana, found(manuscript, "A delegation visited Orland."), reason="said elsewhere")
    actions.add(dana, manuscript, [Wording(text="At the end.")], after=found(manuscript, ASKED))
    assert numbered(manuscript) == [("1a", "The third paragraph."), ("2", FOUND), ("4", "At the end.")]


def test_numbering_anew_needs_a_reason_and_leaves_the_old_number_in_the_history(manuscript, dana) -> None:
    kept(manuscript)
    late = actions.add(dana, manuscript, [Wording(text="Put in late.")], after=found(manuscript, FOUND))[0]
    assert late.number == "2a"
    with pytest.raises(RefusedError, match="Say why"):
        actions.number_anew(dana, manuscript, reason=" ")
    actions.number_anew(dana, manuscript, reason="second draft")
    assert [number for number, _text in numbered(manuscript)] == ["1", "2", "3", "4"]
    assert [one.said["number"] for one in late.revisions.filter(what="numbered")] == ["3"]
    third = found(manuscript, "The third paragraph.")
    assert [one.said["number"] for one in third.revisions.filter(what="numbered")] == ["4"]


def test_an_ask_goes_where_its_paragraph_goes_and_is_never_loose(manuscript, dana) -> None:
    actions.move(dana, found(manuscript, FOUND), after=found(manuscript, "Introduction"))
    order = list(Passage.objects.filter(manuscript=manuscript).values_list("text", flat=True))
    assert order[1:3] == [FOUND, ASKED]
    with pytest.raises(RefusedError, match="behind a numbered paragraph"):
        actions.add(
            dana, manuscript, [Wording(text="x", form="ask")], after=found(manuscript, "Introduction")
        )
    with pytest.raises(RefusedError, match="behind itself"):
        actions.move(dana, found(manuscript, FOUND), after=found(manuscript, ASKED))


def test_two_do_not_write_in_one_paragraph_unless_one_takes_over(manuscript, dana, helene) -> None:
    row = found(manuscript, FOUND)
    actions.hold(dana, row, now=NOW)
    with pytest.raises(LockedError) as refused:
        actions.hold(helene, row, now=NOW)
    assert refused.value.lock.holder_id == dana.user_id
    with pytest.raises(LockedError):
        actions.change(helene, row, Wording(text="Hers."), version=1, now=NOW)
    actions.hold(helene, row, now=NOW, over=True)
    actions.change(helene, row, Wording(text="Hers."), version=1, now=NOW)
    with pytest.raises(ChangedMeanwhileError):
        actions.change(dana, row, Wording(text="His."), version=1, now=NOW)
    row.refresh_from_db()
    assert (row.text, row.version) == ("Hers.", 2)
    assert [one.text for one in row.revisions.all()] == ["Hers.", FOUND]


def test_a_lock_ends_after_a_quarter_of_an_hour(manuscript, dana, helene) -> None:
    row = found(manuscript, FOUND)
    actions.hold(dana, row, now=NOW)
    later = NOW + timedelta(minutes=16)
    actions.hold(helene, row, now=later)
    actions.change(helene, row, Wording(text="Hers."), version=1, now=later)
    row.refresh_from_db()
    assert row.text == "Hers."


def test_moving_a_paragraph_takes_nothing_from_who_writes_in_it(manuscript, dana, helene) -> None:
    row = found(manuscript, "The third paragraph.")
    actions.hold(dana, row, now=NOW)
    actions.move(helene, row, after=found(manuscript, "Introduction"))
    actions.change(dana, row, Wording(text="Longer."), version=1, now=NOW)
    row.refresh_from_db()
    assert row.text == "Longer."


def test_what_is_taken_out_can_be_put_back_with_its_number(manuscript, dana) -> None:
    kept(manuscript)
    actions.remove(dana, found(manuscript, FOUND), reason="not certain")
    assert [number for number, _text in numbered(manuscript)] == ["1", "3"]
    assert found(manuscript, ASKED).removed_why == "not certain"  # it went with its paragraph
    actions.put_back(dana, found(manuscript, FOUND))
    actions.put_back(dana, found(manuscript, ASKED))
    assert [number for number, _text in numbered(manuscript)] == ["1", "2", "3"]
    assert [one.what for one in found(manuscript, FOUND).revisions.all()] == ["put back", "removed", "begun"]


def test_an_adopted_text_is_not_changed_and_what_it_asks_is_taken_over_once(manuscript, dana) -> None:
    with pytest.raises(RefusedError, match="not adopted"):
        taking.take_over_asks(dana, manuscript)
    take_step(None, manuscript.report, HeadAgreed(on=date(2025, 3, 10)))
    adopted = Adopted(on=date(2025, 3, 14), way=Way.PLENARY, plenary=130, language="en")
    take_step(None, manuscript.report, adopted)
    row = found(manuscript, FOUND)
    for write in (
        lambda: actions.hold(dana, row, now=NOW),
        lambda: actions.change(dana, row, Wording(text="x"), version=1, now=NOW),
        lambda: actions.add(dana, manuscript, [Wording(text="x")], after=row),
        lambda: actions.move(dana, row, after=None),
        lambda: actions.remove(dana, row, reason="x"),
        lambda: actions.number_anew(dana, manuscript, reason="x"),
    ):
        with pytest.raises(ForbiddenError, match="stands as it was adopted") as refused:
            write()
        assert refused.value.clause == "CPT-practice#adoption"
    assert taking.take_over_asks(dana, manuscript) == 1
    (ask,) = Ask.objects.filter(document=manuscript.report)
    assert (ask.text, ask.paragraph, ask.addressee) == (ASKED, "2", "Ministry of the Interior")
    assert (ask.kind, ask.klass) == ("recommendation", "confidential")
    with pytest.raises(RefusedError, match="entered already"):
        taking.take_over_asks(dana, manuscript)


def test_a_page_asks_the_store_no_more_for_a_long_text(manuscript, signed_in, dana) -> None:
    desk = signed_in(User.objects.get(pk=dana.user_id))
    address = f"/text/{manuscript.report.public_id}/?whole=1"

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    queries()
    short = queries()
    last = found(manuscript, "The third paragraph.")
    more = [Wording(text=f"Paragraph {number}.") for number in range(60)]
    actions.add(dana, manuscript, more, after=last)
    assert queries() == short


def test_each_remark_of_a_round_is_answered_before_it_closes(manuscript, dana) -> None:
    round_ = actions.open_round(
        dana,
        Round(manuscript=manuscript, kind="facts", to="Ministry of the Interior", sent_on=date(2025, 3, 4)),
    )
    remark = actions.add_remark(
        dana, Remark(round=round_, passage=found(manuscript, FOUND), said_by="Ministry", text="It was 12.")
    )
    with pytest.raises(RefusedError, match="not decided"):
        actions.close_round(dana, round_, now=NOW)
    with pytest.raises(RefusedError, match="Say why"):
        actions.decide_remark(dana, remark, decision="declined", why="", now=NOW)
    actions.decide_remark(dana, remark, decision="declined", why="The register says 9.", now=NOW)
    with pytest.raises(RefusedError, match="decided on already"):
        actions.decide_remark(dana, remark, decision="accepted", why="x", now=NOW)
    actions.close_round(dana, round_, now=NOW)
    with pytest.raises(RefusedError, match="closed"):
        actions.add_remark(
            dana, Remark(round=round_, passage=found(manuscript, FOUND), said_by="M", text="x")
        )
