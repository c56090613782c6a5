"""The two who follow up after the demo's visit, and one invented follow-up."""

from datetime import date, timedelta

from habeas.web.people.access import Reader
from habeas.web.people.models import User
from habeas.web.reprisals.access import keepers_of
from habeas.web.reprisals.actions import name_keepers, open_follow_up
from habeas.web.reprisals.models import FollowUp
from habeas.web.visits.models import Visit


def fill(reader: Reader, visit: Visit, people: list[User], today: date) -> None:
    """Name ``people`` and let one person of an invented Party be followed up, unless two are named."""
    if not visit.party.invented or keepers_of(visit).exists():
        return
    name_keepers(reader, visit, people, day=today)
    row = FollowUp(visit=visit, worries=["overheard"], note="Invented for the demo.")
    open_follow_up(reader, row, check_on=today + timedelta(days=5))
