"""What is written on a map and beneath it: names of States where they fit, and the notes.

No two texts lie over each other: each claims its box on the sheet first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from habeas.language import Words
from habeas.pictures.ground import KOSOVO, Ground, seat
from habeas.pictures.svg import HALO, MUTED, element, text, text_width, wrap

NAME_SIZE = 11.0
NOTE_LINE = 15.0


@dataclass(slots=True)
class Room:
    """What of the sheet is taken by markers and text, as boxes."""

    width: float
    height: float
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def claim(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a box if all of it is free and on the sheet."""
        if left < 2 or top < 2 or right > self.width - 2 or bottom > self.height - 2:
            return False
        if any(left < r and l < right and top < b and t < bottom for l, t, r, b in self.taken):  # noqa: E741
            return False
        self.taken.append((left, top, right, bottom))
        return True


def state_names(
    ground: Ground, names: Mapping[str, str], room: Room, *, over_paint: bool = False
) -> list[str]:
    """Write names where the land has room, the largest first; ``over_paint`` gives them a rim."""
    drawn = []
    for code in sorted(ground.land, key=ground.size, reverse=True):
        said = starred(code, names.get(code, ""))
        taken = text_width(said, NAME_SIZE)
        for x, y in seat(ground, code, taken + 6, NAME_SIZE) if said else ():
            if room.claim(x - taken / 2 - 2, y - 7, x + taken / 2 + 2, y + 7):
                ink = {"class_": "halo", **HALO} if over_paint else {"class_": "muted", "fill": MUTED}
                drawn.append(text(said, x, y + 4, font_size=NAME_SIZE, text_anchor="middle", **ink))
                break
    return drawn


def starred(code: str, name: str) -> str:
    """Give Kosovo's name the mark of the note beneath the map."""
    return f"{name}*" if code == KOSOVO and name and not name.endswith("*") else name


def border_notes(ground: Ground, words: Words) -> list[str]:
    """Say what the lines mean, and what is said of Kosovo wherever it is shown."""
    said = [words.say("Borders: Natural Earth, corrected after the practice of the Council of Europe.")]
    if KOSOVO in ground.land:
        said.insert(
            0,
            words.say(
                "* Kosovo: to be read in line with United Nations Security Council Resolution 1244 (1999) "
                "and without prejudice to its status."
            ),
        )
    return said


def notes_below(notes: Sequence[str], top: float, width: float, words: Words) -> tuple[str, float]:
    """Set notes beneath a map; return them and their height."""
    mirrored = words.direction == "rtl"
    broken = [line for note in notes for line in wrap(note, width - 4, NAME_SIZE, lines=4)]
    set_lines = (
        text(
            line,
            width - 2 if mirrored else 2,
            top + 16 + index * NOTE_LINE,
            class_="muted",
            font_size=NAME_SIZE,
            fill=MUTED,
            text_anchor="end" if mirrored else "start",
        )
        for index, line in enumerate(broken)
    )
    return element("g", *set_lines, class_="notes"), len(broken) * NOTE_LINE + 8
