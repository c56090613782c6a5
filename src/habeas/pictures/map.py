"""Static maps: where the places of a Party lie, and which Parties stand how.

No tiles, no network, no script. Borders follow ``shapes/corrections.toml``. A map is a
way into a list, never instead of it: the page says the same in words beneath.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from habeas.language import Words
from habeas.pictures.borders import Line, Point, states
from habeas.pictures.captions import NAME_SIZE, Room, border_notes, notes_below, state_names
from habeas.pictures.glyphs import SIZE, Shape, Tone, glyph, toned
from habeas.pictures.ground import Ground, lines, shape, sheet, survey
from habeas.pictures.parties import EUROPE, Fill, PartyClass, party_map
from habeas.pictures.projection import Frame, frame
from habeas.pictures.svg import HALO, PAPER, element, fit, picture, safe_address, text, text_width, words_in

__all__ = ["Fill", "MapPlace", "PartyClass", "party_map", "places_map"]

LABEL_SIZE = 12.0
DISC = 18.0
"""Height of the disc that counts places which would lie over each other, in user units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlace:
    """One place, in degrees (WGS 84); ``shape`` tells its kind, ``title`` is what a pointer is told."""

    latitude: float
    longitude: float
    shape: Shape
    tone: Tone
    label: str
    title: str
    href: str | None = None

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"not a place on earth: {self.latitude}, {self.longitude}")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places that would lie over each other, at the first one's point in user units."""

    x: float
    y: float
    members: tuple[MapPlace, ...]

    @property
    def half(self) -> float:
        """Half the width of what is drawn: a shape, a disc, or a wider one for three figures."""
        if len(self.members) == 1:
            return SIZE / 2 + 1.5
        return DISC / 2 if len(self.members) < 100 else DISC / 2 + 5


def places_map(
    places: Sequence[MapPlace],
    *,
    focus: str | None,
    words: Words,
    width: int = 960,
    title: str,
    summary: str,
    names: Mapping[str, str] | None = None,
    prefix: str = "map",
) -> str:
    """Draw ``places``, framed by the Party ``focus`` (its code), else by the places, else Europe.

    ``names`` gives the States' names by code, as the caller's language and the Council of
    Europe have them; States without one stay unnamed. Places beyond the shapes are
    counted beneath the map. Raises ``ValueError`` for a ``focus`` that has no shape.
    """
    names = names or {}
    shown = [one for one in places if _within_shapes(one)]
    spots = [(states().turned(one.longitude), one.latitude) for one in shown]
    height = width * (0.95 if width < 600 else 0.66)
    around = frame([*(outline(focus) if focus else ()), *spots] or EUROPE, width, height, margin=26)
    ground = survey(around)
    clusters = gathered(shown, around)
    room = Room(width, height)
    for one in clusters:
        half, high = one.half, DISC / 2
        room.taken.append((one.x - half, one.y - high, one.x + half, one.y + high))
    labels = [label for one in clusters if (label := _place_label(one, room))]
    land = [_state(ground, code, names, focus=code == focus) for code in ground.land]
    below, foot = notes_below(_map_notes(ground, len(places) - len(shown), words), height, width, words)
    return picture(
        sheet(ground),
        *land,
        lines(ground),
        *state_names(ground, names, room),
        *labels,
        *(_marker(one, words, interactive=_interactive(places)) for one in clusters),
        below,
        width=width,
        height=height + foot,
        prefix=prefix,
        title=title,
        summary=summary,
        kind="map",
        interactive=_interactive(places),
    )


def _within_shapes(one: MapPlace) -> bool:
    west, south, east, north = states().box
    return west < states().turned(one.longitude) < east and south < one.latitude < north


def _interactive(places: Iterable[MapPlace]) -> bool:
    return any(safe_address(one.href) for one in places)


def outline(code: str) -> list[Point]:
    """Return the points that frame a State: its largest part and what lies about it, not what is far off."""
    shapes = states()
    if code not in shapes.walks:
        raise ValueError(f"no shape for {code!r}")
    boxes = [(_box(ring), ring) for ring in shapes.rings(code)]
    main = max((box for box, _ in boxes), key=_box_area)
    reach = max(1.0, 0.35 * max(main[2] - main[0], main[3] - main[1]))
    return [
        point
        for box, ring in boxes
        if box[0] < main[2] + reach
        and box[2] > main[0] - reach
        and box[1] < main[3] + reach
        and box[3] > main[1] - reach
        for point in ring[:: max(1, len(ring) // 200)]
    ]


def _box(ring: Line) -> tuple[float, float, float, float]:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _box_area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) * cos(radians(box[1]))


def gathered(places: Sequence[MapPlace], around: Frame) -> list[Cluster]:
    """Gather places whose marks would overlap; each goes to the first that it is near to."""
    apart = DISC + 2 if len(places) < 100 else DISC + 12
    found: list[tuple[float, float, list[MapPlace]]] = []
    for one in places:
        x, y = around.place(one.longitude, one.latitude)
        near = next((each for each in found if hypot(each[0] - x, each[1] - y) < apart), None)
        if near is None:
            found.append((x, y, [one]))
        else:
            near[2].append(one)
    return [Cluster(x, y, tuple(members)) for x, y, members in found]


def _state(ground: Ground, code: str, names: Mapping[str, str], *, focus: bool) -> str:
    kind, ink = ("land focus", "#dcebec") if focus else ("land", "#eef0f1")
    name = element("title", words_in(names[code])) if code in names else ""
    return shape(ground, code, name, class_=kind, fill=ink)


def _place_label(cluster: Cluster, room: Room) -> str:
    if len(cluster.members) > 1:
        return ""
    label = fit(cluster.members[0].label, 180, LABEL_SIZE)
    taken, away = text_width(label, LABEL_SIZE), SIZE / 2 + 4
    for left, anchor, x in (
        (cluster.x + away, "start", cluster.x + away),
        (cluster.x - away - taken, "end", cluster.x - away),
    ):
        if label and room.claim(left, cluster.y - 7, left + taken, cluster.y + 7):
            return text(label, x, cluster.y + 4, class_="label halo", text_anchor=anchor, **HALO)
    return ""


def _marker(cluster: Cluster, words: Words, *, interactive: bool) -> str:
    if len(cluster.members) > 1:
        return _counted(cluster, words, interactive=interactive)
    (place,) = cluster.members
    said = place.title or place.label
    name = element("title", words_in(said))
    rim = element(
        "circle",
        cx=cluster.x,
        cy=cluster.y,
        r=SIZE / 2 + 1.5,
        class_="on-tone",
        fill=PAPER,
        fill_opacity=0.75,
    )
    drawn = toned(place.tone, rim, glyph(place.shape, cluster.x, cluster.y))
    href = safe_address(place.href)
    if href is not None:
        return element("a", name, drawn, href=href, class_="place", aria_label=said)
    return element("g", name, drawn, class_="place", role="img" if interactive else None)


def _counted(cluster: Cluster, words: Words, *, interactive: bool) -> str:
    tones = {place.tone for place in cluster.members}
    tone = tones.pop() if len(tones) == 1 else Tone.NEUTRAL
    count = len(cluster.members)
    said = words.listed((place.label or place.title for place in cluster.members[:8]), apart=True)
    more = words.say(" and {n} more", n=words.number(count - 8)) if count > 8 else ""
    title = words.count("{n} place: {names}", "{n} places: {names}", count, names=f"{said}{more}")
    half = cluster.half
    disc = element(
        "rect",
        x=cluster.x - half,
        y=cluster.y - DISC / 2,
        width=2 * half,
        height=DISC,
        rx=DISC / 2,
        class_="hollow",
        fill=PAPER,
        stroke="currentColor",
        stroke_width=1.5,
    )
    figure = text(
        words.number(count) if count < 1000 else "999+",
        cluster.x,
        cluster.y + 4,
        class_="count",
        font_size=NAME_SIZE,
        font_weight=600,
        text_anchor="middle",
    )
    name = element("title", words_in(title))
    return element(
        "g", name, toned(tone, disc), figure, class_="place counted", role="img" if interactive else None
    )


def _map_notes(ground: Ground, outside: int, words: Words) -> list[str]:
    notes = []
    if outside:
        notes.append(
            words.count("{n} place lies outside this map.", "{n} places lie outside this map.", outside)
        )
    return notes + border_notes(ground, words)
