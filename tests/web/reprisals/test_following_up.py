"""Who might suffer for having spoken: two named members follow up, and for nobody else it exists."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests import cast
from tests.web.facts import every_kind

from habeas.errors import RefusedError
from habeas.web.clocks.access import dues_for
from habeas.web.journal.models import JournalEntry, Revision
from habeas.web.reprisals import actions
from habeas.web.reprisals.models import FollowUp, FollowUpAct, Keeper
from habeas.web.reprisals.state import State, state_of
from habeas.web.visits.models import Membership

TODAY = timezone.localdate()
NOTE = "zebrafinch on the second floor"


@pytest.fixture
def team(db) -> SimpleNamespace:
    """A visit with its head, three members and an interpreter."""
    visit = every_kind("confidential", "held").visit
    made = SimpleNamespace(
        visit=visit,
        lea=cast.head_of_delegation(),
        mikael=cast.delegation_member(),
        mona=cast.delegation_member("mona"),
        third=cast.delegation_member("third"),
        ivo=cast.delegation_member("ivo"),
    )
    for name, role in (
        ("lea", "head"),
        ("mikael", "member"),
        ("mona", "member"),
        ("third", "member"),
        ("ivo", "interpreter"),
    ):
        Membership.objects.create(visit=visit, user=getattr(made, name), role=role, from_day=cast.LONG_AGO)
    made.address = f"/follow-up/{visit.public_id}/"
    return made


@pytest.fixture
def kept(team) -> SimpleNamespace:
    """The same, with its two named and one person followed up."""
    actions.name_keepers(cast.reader(team.lea), team.visit, [team.mikael, team.mona], day=TODAY)
    team.row = FollowUp(visit=team.visit, worries=["overheard"], note=NOTE)
    actions.open_follow_up(cast.reader(team.mikael), team.row, check_on=TODAY)
    team.page = f"{team.address}{team.row.public_id}/"
    return team


# Who is named --------------------------------------------------------------------------------------------


@pytest.mark.bothdbs
def test_the_head_of_the_delegation_names_exactly_two_members_once(team, signed_in) -> None:
    lea = signed_in(team.lea)
    address = f"{team.address}named/"
    assert address in lea.get(f"/visits/{team.visit.public_id}/").content.decode()
    for too_few in ([team.mikael], [team.mikael, team.mona, team.third], [team.mikael, team.ivo]):
        lea.post(address, {"people": [user.public_id for user in too_few]})
        assert not Keeper.objects.exists()
    lea.post(address, {"people": [team.mikael.public_id, team.mona.public_id]})
    assert {keeper.user for keeper in Keeper.objects.all()} == {team.mikael, team.mona}
    assert JournalEntry.objects.filter(action="followup.named").count() == 2
    with pytest.raises(RefusedError, match="named already"):
        actions.name_keepers(cast.reader(team.lea), team.visit, [team.third, team.lea], day=TODAY)


@pytest.mark.parametrize("who", ["mikael", "third", "desk", "auditor"])
def test_nobody_else_names_them(who, team, signed_in) -> None:
    user = {"desk": cast.desk_officer, "auditor": cast.auditor}.get(who, lambda: getattr(team, who))()
    people = [team.mikael.public_id, team.mona.public_id]
    assert signed_in(user).post(f"{team.address}named/", {"people": people}).status_code == 404
    assert not Keeper.objects.exists()


def test_the_head_of_the_body_does_not_name_the_two_but_replaces_one_with_a_reason(
    kept, signed_in, journalled
) -> None:
    helene = cast.head_of_body()
    head = signed_in(helene)
    keeper = Keeper.objects.get(user=kept.mona)
    address = f"{kept.address}named/{keeper.public_id}/"
    assert "Replace" in head.get(f"{kept.address}named/").content.decode()
    assert head.post(address, {"user": kept.third.public_id, "reason": " "}).status_code == 200
    with journalled("followup.replaced") as noted:
        head.post(address, {"user": kept.third.public_id, "reason": "left the body"})
    assert noted[0].reason == "left the body"
    assert signed_in(kept.mona).get(kept.page).status_code == 404
    assert NOTE in signed_in(kept.third).get(kept.page).content.decode()
    assert head.get(kept.page).status_code == 404
    assert Keeper.objects.filter(ended_on=None).count() == 2


def test_the_head_of_the_body_does_not_put_themselves_in(kept) -> None:
    helene = cast.head_of_body()
    Membership.objects.create(visit=kept.visit, user=helene, role="member", from_day=cast.LONG_AGO)
    keeper = Keeper.objects.get(user=kept.mona)
    with pytest.raises(RefusedError, match="Nobody names themselves"):
        actions.replace_keeper(cast.reader(helene), keeper, helene, day=TODAY, reason="to look")


def test_only_the_head_of_the_body_replaces(kept, signed_in) -> None:
    keeper = Keeper.objects.get(user=kept.mona)
    for user in (kept.lea, kept.mikael, cast.desk_officer()):
        answer = signed_in(user).post(
            f"{kept.address}named/{keeper.public_id}/", {"user": kept.third.public_id, "reason": "r"}
        )
        assert answer.status_code == 404


# Who sees it ---------------------------------------------------------------------------------------------


def others(kept) -> dict[str, object]:
    return {
        "the head of the delegation": kept.lea,
        "another member": kept.third,
        "the interpreter": kept.ivo,
        "a member of nothing": cast.delegation_member("stranger"),
    } | {
        name: make()
        for name, make in cast.CAST.items()
        if name not in ("delegation member", "head of delegation")
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_nobody_else_it_exists(method, kept, signed_in, client) -> None:
    addresses = [kept.address, f"{kept.address}add/", kept.page]
    addresses += [f"{kept.page}{end}/" for end in ("check", "found", "close")]
    for name, user in others(kept).items():
        browser = signed_in(user)
        found = [getattr(browser, method)(address).status_code for address in addresses]
        assert found == [404] * len(addresses), name
    assert all(getattr(client, method)(address).status_code == 302 for address in addresses)
    assert FollowUpAct.objects.count() == 1


def test_no_page_list_file_or_journal_of_others_tells_of_it(kept, signed_in) -> None:
    signed_in(kept.mikael).post(
        f"{kept.page}found/", {"on": f"{TODAY}", "finding": "pressure", "sealed_note": NOTE}
    )
    visit = f"/visits/{kept.visit.public_id}/"
    for name, user in others(kept).items():
        browser = signed_in(user)
        pages = ["/", visit, "/visits/", "/due/", "/due/due.ics", "/dossier/orland/", "/mail-book/"]
        pages += ["/dossier/orland/dossier.json", "/visits/?export=csv", "/journal/", f"{kept.address}named/"]
        told = "".join(browser.get(page).content.decode() for page in pages)
        if name in ("auditor", "head of body"):
            told += b"".join(browser.post("/journal/export/").streaming_content).decode()
        for kept_out in (NOTE, kept.row.pseudonym, kept.row.public_id, kept.page, "Follow-up on reprisals"):
            assert kept_out not in told, (name, kept_out)


def test_the_journal_says_that_one_of_the_two_wrote_and_no_more(kept) -> None:
    entry = JournalEntry.objects.get(action="followup.written")
    assert (entry.actor, entry.object_kind, entry.object_id, entry.party_id) == (kept.mikael, "", "", "")
    assert (entry.fields, entry.reason) == ([], "")
    written = repr(list(Revision.objects.values_list("changes")))
    assert NOTE not in written
    assert kept.row.pseudonym not in written


def test_who_no_longer_belongs_to_the_delegation_sees_it_no_longer(kept, signed_in) -> None:
    assert signed_in(kept.mikael).get(kept.page).status_code == 200
    Membership.objects.filter(user=kept.mikael).update(until_day=TODAY - timedelta(days=1))
    assert signed_in(kept.mikael).get(kept.page).status_code == 404


def test_one_visits_two_see_nothing_of_another_visit(kept, signed_in) -> None:
    other = type(kept.visit).objects.create(party=kept.visit.party, source=kept.visit.source)
    strange = f"/follow-up/{other.public_id}/{kept.row.public_id}/"
    assert signed_in(kept.mikael).get(strange).status_code == 404


# What the two do ------------------------------------------------------------------------------------------


def test_the_two_follow_somebody_up_from_worry_to_end(team, signed_in, journalled) -> None:
    actions.name_keepers(cast.reader(team.lea), team.visit, [team.mikael, team.mona], day=TODAY)
    mikael, mona = signed_in(team.mikael), signed_in(team.mona)
    assert team.address in mikael.get(f"/visits/{team.visit.public_id}/").content.decode()
    worry = {"worries": ["asked", "family"], "sealed_note": NOTE, "check_on": f"{TODAY + timedelta(days=9)}"}
    with journalled("followup.written"):
        page = mikael.post(f"{team.address}add/", worry)["Location"]
    pseudonym = FollowUp.objects.get().pseudonym
    assert pseudonym in mona.get(team.address).content.decode()
    assert pseudonym not in page
    mona.post(f"{page}found/", {"on": f"{TODAY}", "finding": "moved", "sealed_note": ""})
    assert "no day to check back is set" in mikael.get(page).content.decode()
    mikael.post(f"{page}check/", {"on": f"{TODAY}"})
    assert mikael.post(f"{page}close/", {"sealed_note": " "}).status_code == 200
    mikael.post(f"{page}close/", {"sealed_note": "released and safe"})
    told = mona.get(page).content.decode()
    assert "released and safe" in told
    assert "moved elsewhere" in told
    assert mona.post(f"{page}check/", {"on": f"{TODAY}"}).status_code == 400
    assert [act.kind for act in FollowUpAct.objects.all()] == ["check", "found", "check", "closed"]


def test_days_that_cannot_be_are_refused(kept, signed_in) -> None:
    mikael = signed_in(kept.mikael)
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    assert "is past" in mikael.post(f"{kept.page}check/", {"on": f"{yesterday}"}).content.decode()
    later = {"on": f"{tomorrow}", "finding": "unharmed"}
    assert "has not come" in mikael.post(f"{kept.page}found/", later).content.decode()


def test_the_desk_of_the_two_says_that_a_check_is_due_and_no_more(kept, signed_in) -> None:
    desk = signed_in(kept.mikael).get("/").content.decode()
    assert kept.address in desk
    for kept_out in (NOTE, kept.row.pseudonym, kept.row.public_id):
        assert kept_out not in desk
    assert kept.address not in signed_in(kept.lea).get("/").content.decode()
    assert all(due.day != TODAY for due in dues_for(cast.reader(kept.mikael), TODAY))


def test_a_note_is_not_kept_when_a_sign_in_runs_out(kept, signed_in, settings) -> None:
    settings.SESSION_IDLE_LIMIT = -1
    mikael = signed_in(kept.mikael)
    mikael.post(f"{kept.page}found/", {"on": "2020-01-01", "finding": "worse", "sealed_note": NOTE})
    assert "worse" in repr(mikael.session["habeas.typed"])
    assert NOTE not in repr(mikael.session["habeas.typed"])


def test_no_form_asks_who_it_is(kept, signed_in) -> None:
    page = signed_in(kept.mikael).get(f"{kept.address}add/").content.decode()
    assert set(re.findall(r'name="(\w+)"', page.split("<main")[1])) == {
        "csrfmiddlewaretoken",
        "worries",
        "place",
        "sealed_note",
        "check_on",
    }


@pytest.mark.bothdbs
def test_the_store_itself_asks_for_a_finding_where_something_was_found(kept) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpAct.objects.create(follow_up=kept.row, kind="found", on=TODAY)


ACT = st.builds(
    SimpleNamespace,
    kind=st.sampled_from(["check", "found", "closed"]),
    on=st.dates(date(2030, 1, 1), date(2032, 1, 1)),
)


@given(st.lists(ACT, min_size=1))
def test_where_it_stands_follows_from_the_last_act(acts) -> None:
    last = acts[-1]
    assert (
        state_of(acts)
        == {
            "check": State(check_on=last.on),
            "found": State(),
            "closed": State(closed=True),
        }[last.kind]
    )
