"""What became of an authority: renamed, split, merged; recorded once, withdrawn with a reason."""

import pytest
from django.urls import reverse
from tests import cast
from tests.web.facts import orland, source

from habeas.errors import RefusedError
from habeas.web.parties.actions import add_party, add_succession
from habeas.web.parties.models import Authority, Party, Succession

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]


def authority(name: str, *, klass: str = "public", party: Party | None = None) -> Authority:
    return Authority.objects.create(name=name, party=party or orland(), source=source(name), klass=klass)


def test_a_succession_is_recorded_shown_at_both_ends_and_withdrawn(signed_in, journalled) -> None:
    old, new = authority("Ministry of Order"), authority("Prison Service")
    desk = signed_in(cast.desk_officer())
    given = {"kind": "split", "successor": new.public_id, "date": "2020", "certainty": "seen"}
    with journalled("authority.succeeded") as entries:
        answer = desk.post(reverse("parties:succession_add", args=[old.public_id]), given)
        assert answer.status_code == 302, answer.context["form"].errors
    row = Succession.objects.get()
    assert (row.klass, row.source, entries[0].party_id) == ("confidential", old.source, orland().public_id)
    for one, other in ((old, new), (new, old)):
        assert other.name in desk.get(reverse("parties:authority", args=[one.public_id])).content.decode()
    with journalled("authority.succession_withdrawn"):
        desk.post(reverse("parties:succession_withdraw", args=[row.public_id]), {"reason": "another service"})
    page = desk.get(reverse("parties:authority", args=[old.public_id])).content.decode()
    assert "another service" in page


def test_the_public_sees_no_succession_that_is_confidential_withdrawn_or_leads_to_what_is(client) -> None:
    old, hidden = authority("Ministry of Order"), authority("CANARY", klass="confidential")
    shown, gone = authority("Prison Service"), authority("ZEBRA")
    of = {"authority": old, "party": orland(), "source": source()}
    Succession.objects.create(successor=shown, klass="public", **of)
    Succession.objects.create(successor=hidden, klass="public", **of)
    Succession.objects.create(successor=gone, klass="confidential", **of)
    Succession.objects.create(successor=gone, klass="public", withdrawn_why="ZEBRA", **of)
    page = client.get(reverse("parties:authority", args=[old.public_id])).content.decode()
    assert "Prison Service" in page
    assert "CANARY" not in page
    assert "ZEBRA" not in page


def test_nobody_takes_over_from_itself_nor_across_parties() -> None:
    old, new = authority("A"), authority("B")
    add_succession(None, Succession(authority=old, successor=new))
    with pytest.raises(RefusedError) as refused:
        add_succession(None, Succession(authority=new, successor=old))
    assert refused.value.code == "succession-in-a-circle"
    other = authority("C", party=add_party(None, name="Nordia"))
    with pytest.raises(RefusedError) as refused:
        add_succession(None, Succession(authority=old, successor=other))
    assert refused.value.code == "succession-across-parties"
