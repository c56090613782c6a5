"""One demand across reports: what was asked again, since when, and where it stands on a day.

A link says that a later ask takes up an earlier one. A thread is what the links join, and is always
derived: it is stored nowhere, so that to withdraw a link gives back the threads that there were.
"""

from habeas.threads.addressees import Succession, answering
from habeas.threads.chains import Thread, threads
from habeas.threads.linking import hold
from habeas.threads.scale import NO_INFORMATION, SCALE, Degree
from habeas.threads.standing import Assessed, Standing, latest, standing
from habeas.threads.values import (
    LIKENESS_NAMES,
    PROGRESS_NAMES,
    RELATION_NAMES,
    Asked,
    Item,
    Likeness,
    Link,
    Progress,
    Relation,
)
from habeas.threads.wording import Piece, differences

__all__ = [
    "LIKENESS_NAMES",
    "NO_INFORMATION",
    "PROGRESS_NAMES",
    "RELATION_NAMES",
    "SCALE",
    "Asked",
    "Assessed",
    "Degree",
    "Item",
    "Likeness",
    "Link",
    "Piece",
    "Progress",
    "Relation",
    "Standing",
    "Succession",
    "Thread",
    "answering",
    "differences",
    "hold",
    "latest",
    "standing",
    "threads",
]
