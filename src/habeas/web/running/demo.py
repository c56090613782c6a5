"""The demo: an embedded store with real public facts and invented ones, for looking at."""

import hashlib
import tomllib
from contextlib import suppress
from datetime import date
from importlib.resources import files
from pathlib import Path

from django.db import connections
from django.utils import timezone

from habeas.dossier.toml_form import read_dossier
from habeas.errors import PartMissingError
from habeas.procedure.public_statement import (
    Ground,
    GroundAttached,
    GroundedIn,
    Opened,
    PartyTold,
    ViewsTimeOver,
)
from habeas.web.audits import demo as audits
from habeas.web.audits.access import next_waiting
from habeas.web.audits.jobs import wake
from habeas.web.builder import demo as builder
from habeas.web.custody import writing
from habeas.web.custodydesk import demo as custodydesk
from habeas.web.dialogue.models import Letter
from habeas.web.dossier.actions import take_over
from habeas.web.dossier.models import Procedure
from habeas.web.mailbook import demo as mailbook
from habeas.web.parties.models import Party
from habeas.web.people.access import reader_of
from habeas.web.people.demo import PASSPHRASE, make_demo_people
from habeas.web.people.models import User
from habeas.web.procedure.actions import begin, take
from habeas.web.programme import demo as programme
from habeas.web.publication import demo as publication
from habeas.web.reading import demo as reading
from habeas.web.replies import demo as replies
from habeas.web.reports import demo as reports
from habeas.web.reprisals import demo as reprisals
from habeas.web.search.kept import take_in
from habeas.web.visits import demo as visits
from habeas.web.visits.actions import grant_membership
from habeas.web.visits.models import Membership, Visit


def fill() -> list[tuple[str, str, str]]:
    """Bring in what is not there yet; return sign-in name, name and role of each account.

    What somebody entered or changed since stays as it is.
    """
    for source in sorted(_sources(), key=lambda path: path.name):
        data = source.read_bytes()
        name = tomllib.loads(data.decode())["party"]["name"]
        if not Party.objects.filter(name=name).exists():
            dossier = read_dossier(data.decode(), file=source.name)
            take_over(None, dossier, sha256=hashlib.sha256(data).hexdigest())
    invented = Party.objects.filter(invented=True).order_by("pk").first()
    people = make_demo_people(party=invented.public_id if invented else "")
    _join_a_delegation()
    if invented is not None:
        _conduct_a_procedure(invented)
    if invented:
        mailbook.fill(reader_of(User.objects.get(username="desk")), invented)
        replies.fill(reader_of(User.objects.get(username="liaison")))
        replies.fill_desk(reader_of(User.objects.get(username="desk")), invented)
        programme.fill(reader_of(User.objects.get(username="desk")), invented)
        reading.fill(reader_of(User.objects.get(username="desk")), invented)
    _make_a_visit()
    publication.fill(*(reader_of(User.objects.get(username=name)) for name in ("publication", "head")))
    try:
        custodydesk.fill(timezone.now())
    finally:
        writing.close_pen()  # the server that comes next writes
    inspector, member = (reader_of(User.objects.get(username=name)) for name in ("inspector", "member"))
    visit = Visit.objects.filter(conducted=True, party__invented=True, memberships__user__username="member")
    audits.fill(inspector, member, visit.first(), timezone.now())
    if next_waiting():
        wake()
    with suppress(PartMissingError):  # the demo is whole without the search
        take_in()
    return [(username, name, role.label) for username, name, role in people]


def fill_and_close() -> list[tuple[str, str, str]]:
    """Fill in a process of its own, which closes the store before it ends: its file then holds everything."""
    try:
        return fill()
    finally:
        connections.close_all()


def _join_a_delegation() -> None:
    """Let the demo's member and head of delegation belong to the last visit reported of an invented Party."""
    made = Visit.objects.filter(party__invented=True, conducted=False, acts__kind="completed")
    visit = made.order_by("-date_earliest").first()
    if visit is None or visit.date_earliest is None or visit.memberships.exists():
        return
    leader, member = User.objects.get(username="leader"), User.objects.get(username="member")
    for user, role in ((leader, "head"), (member, "member")):
        joined = Membership(visit=visit, user=user, role=role, from_day=visit.date_earliest)
        grant_membership(None, joined)
    reprisals.fill(reader_of(leader), visit, [leader, member], timezone.localdate())


def _make_a_visit() -> None:
    """Let the invented body have made a visit to the second invented Party, and be at its report."""
    second = Party.objects.filter(invented=True).order_by("pk")[1:2].first()
    if second is None:
        return
    desk = reader_of(User.objects.get(username="desk"))
    visit = visits.fill(desk, second)
    if visit is not None:
        first_day = visit.date_earliest or timezone.localdate()
        for name, role in (("leader", "head"), ("member", "member")):
            user = User.objects.get(username=name)
            grant_membership(None, Membership(visit=visit, user=user, role=role, from_day=first_day))
        builder.fill(desk, reports.fill(desk, visit), visit)


def _conduct_a_procedure(party: Party) -> None:
    """Let the invented body have opened the procedure of Article 10(2), and have heard nothing."""
    if Procedure.objects.filter(party=party).exists():
        return
    opened = Opened(on=date(2026, 7, 3), plenary=119, grounds=frozenset(Ground))
    row = begin(None, party, opened)
    take(None, row, PartyTold(on=date(2026, 7, 10), views_by=date(2026, 9, 30)))
    for kind, rows in ((GroundedIn.LETTER, Letter), (GroundedIn.VISIT, Visit)):
        for fact in rows.objects.filter(party=party, acts__kind__in=("not answered", "cancelled")).distinct():
            take(None, row, GroundAttached(on=date(2026, 7, 10), kind=kind, fact=fact.public_id))
    take(None, row, ViewsTimeOver(on=date(2026, 10, 2)))


def passphrase() -> str:
    """The one that every account of the demo has."""
    return PASSPHRASE


def _sources() -> list[Path]:
    return list(Path(str(files("habeas.web.dossier"))).joinpath("demo").glob("*.toml"))
