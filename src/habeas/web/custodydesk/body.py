"""The body chart: numbered regions of front and back, and an injury's region beside what was found.

The region lies in the sealed text of the findings, so that the station learns it as little as the rest.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from habeas.language import N_


@dataclass(frozen=True, slots=True)
class Region:
    """One region of the chart: its number, its name, and its box in the drawing."""

    number: int
    name: str
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where its number stands."""
        return self.x + self.width // 2, self.y + self.height // 2 + 4


def _side(first: int, names: tuple[str, ...], left: int) -> tuple[Region, ...]:
    boxes = (
        *((70, 8, 40, 34), (70, 46, 40, 18), (58, 68, 64, 46), (58, 118, 64, 40), (58, 162, 64, 26)),
        *((28, 70, 26, 50), (28, 124, 26, 46), (28, 174, 26, 24), (126, 70, 26, 50), (126, 124, 26, 46)),
        *((126, 174, 26, 24), (58, 192, 30, 62), (58, 258, 30, 58), (58, 320, 30, 20)),
        *((92, 192, 30, 62), (92, 258, 30, 58), (92, 320, 30, 20)),
    )
    return tuple(
        Region(first + place, name, left + box[0], *box[1:])
        for place, (name, box) in enumerate(zip(names, boxes, strict=True))
    )


# Front: the person's right side is at the left of the drawing. Back: the other way round.
FRONT = _side(
    1,
    (
        *(N_("face"), N_("front of the neck"), N_("chest"), N_("abdomen"), N_("groin and genitals")),
        *(N_("right upper arm, front"), N_("right forearm, front"), N_("right hand, palm")),
        *(N_("left upper arm, front"), N_("left forearm, front"), N_("left hand, palm")),
        *(N_("right thigh, front"), N_("right shin"), N_("right foot, top")),
        *(N_("left thigh, front"), N_("left shin"), N_("left foot, top")),
    ),
    0,
)
BACK = _side(
    18,
    (
        *(N_("back of the head"), N_("back of the neck"), N_("upper back"), N_("lower back"), N_("buttocks")),
        *(N_("left upper arm, back"), N_("left forearm, back"), N_("left hand, back")),
        *(N_("right upper arm, back"), N_("right forearm, back"), N_("right hand, back")),
        *(N_("left thigh, back"), N_("left calf"), N_("left sole")),
        *(N_("right thigh, back"), N_("right calf"), N_("right sole")),
    ),
    190,
)
REGIONS: Mapping[int, Region] = {region.number: region for region in (*FRONT, *BACK)}


def with_region(number: int, findings: str) -> str:
    """The sealed text: region and findings."""
    return json.dumps({"region": number, "findings": findings}, ensure_ascii=False)


def region_of(text: str) -> tuple[Region | None, str]:
    """Region and findings of a sealed text; findings that were written otherwise stand as they are."""
    try:
        said = json.loads(text)
        return REGIONS[said["region"]], str(said["findings"])
    except (ValueError, KeyError, TypeError):
        return None, text


def said_of_region(text: str) -> str:
    """The same in words."""
    region, findings = region_of(text)
    if region is None:
        return findings
    return f"{region.number}, {_(region.name)} – {findings}"
