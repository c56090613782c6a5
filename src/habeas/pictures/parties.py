"""A map of the Parties: each filled by the class it belongs to, in a tone and in a pattern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from habeas.language import Words
from habeas.pictures.borders import Line
from habeas.pictures.captions import Room, border_notes, notes_below, starred, state_names
from habeas.pictures.glyphs import COLOURS, KEY, Tone, flow, toned
from habeas.pictures.ground import Ground, lines, shape, sheet, survey
from habeas.pictures.projection import frame
from habeas.pictures.svg import INK, element, picture, safe_address, text, words_in

EUROPE: Line = ((-24.5, 65.5), (-10.5, 36.0), (14.0, 35.2), (33.0, 34.2), (50.6, 38.3), (28.0, 71.6))
"""Longitudes and latitudes that a map of all Parties must show."""

TINY = 9.0
"""A State smaller than this, in user units, is shown by a disc of that width."""


class Fill(StrEnum):
    """The pattern of a class, told apart without its colour."""

    SOLID = "solid"
    LINES = "lines"
    DOTS = "dots"
    GRID = "grid"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyClass:
    """What a Party may be counted as; ``key`` is the caller's, ``label`` stands in the legend."""

    key: str
    label: str
    tone: Tone
    fill: Fill


@dataclass(frozen=True, slots=True)
class _Ink:
    """How one class is painted within one picture."""

    cls: PartyClass
    mark: str

    @property
    def paint(self) -> dict[str, object]:
        if self.cls.fill is Fill.SOLID:
            return {"fill": "currentColor", "fill_opacity": 0.5}
        if self.cls.fill is Fill.PLAIN:
            return {"fill": "currentColor", "fill_opacity": 0.1}
        return {"fill": f"url(#{self.mark})"}

    def definition(self) -> str:
        """Draw the pattern's tile: a tint, and on it lines or dots."""
        strokes = {Fill.LINES: "M0,3H6", Fill.GRID: "M0,3H6M3,0V6", Fill.DOTS: "M3,3h.01"}
        if self.cls.fill not in strokes:
            return ""
        # Inside a pattern currentColor is the pattern's own, so it carries the tone itself.
        return element(
            "pattern",
            element("rect", width=6, height=6, fill="currentColor", fill_opacity=0.14),
            element(
                "path",
                d=strokes[self.cls.fill],
                stroke="currentColor",
                stroke_width=2.4 if self.cls.fill is Fill.DOTS else 1.1,
                stroke_linecap="round",
            ),
            id=self.mark,
            class_=f"tone-{self.cls.tone}",
            color=COLOURS[self.cls.tone],
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(-45)",
        )


def party_map(
    values: Mapping[str, str],
    *,
    classes: Sequence[PartyClass],
    names: Mapping[str, str],
    words: Words,
    width: int = 960,
    title: str,
    summary: str,
    links: Mapping[str, str] | None = None,
    prefix: str = "parties",
) -> str:
    """Draw Europe with each State of ``values`` (code to a class's key) painted as its class.

    ``names`` are the States' names by code, in the caller's language; ``links`` lead to
    their pages. The legend stands beneath, and what has no shape is named there.
    Raises ``ValueError`` for a value that is no class.
    """
    unknown = sorted(set(values.values()) - {one.key for one in classes})
    if unknown:
        raise ValueError(f"no such class: {', '.join(unknown)}")
    links = {code: address for code, href in (links or {}).items() if (address := safe_address(href))}
    inks = {one.key: _Ink(one, f"{prefix}-{index}") for index, one in enumerate(classes)}
    height = width * (0.95 if width < 600 else 0.76)
    ground = survey(frame(EUROPE, width, height, margin=12))
    missing = [names.get(code, code) for code in sorted(values) if code not in ground.land]
    notes = [words.say("Not on this map: {names}.", names=words.listed(missing))] if missing else []
    key, key_height = _key(list(inks.values()), height, width, words)
    below, foot = notes_below(notes + border_notes(ground, words), height + key_height, width, words)
    interactive = any(code in links for code in values)
    return picture(
        element("defs", *(ink.definition() for ink in inks.values())),
        sheet(ground),
        *(shape(ground, code, class_="land", fill="#eef0f1") for code in ground.land if code not in values),
        *(
            _party(ground, code, inks[values[code]], names=names, links=links, interactive=interactive)
            for code in _large_first(ground, values)
        ),
        lines(ground, rim=True),
        *state_names(
            ground,
            {code: name for code, name in names.items() if code in values},
            Room(width, height),
            over_paint=True,
        ),
        key,
        below,
        width=width,
        height=height + key_height + foot,
        prefix=prefix,
        title=title,
        summary=summary,
        kind="parties",
        interactive=interactive,
    )


def _large_first(ground: Ground, values: Mapping[str, str]) -> list[str]:
    return sorted((code for code in values if code in ground.land), key=ground.size, reverse=True)


def _party(
    ground: Ground,
    code: str,
    ink: _Ink,
    *,
    names: Mapping[str, str],
    links: Mapping[str, str],
    interactive: bool,
) -> str:
    said = f"{starred(code, names.get(code, code))}: {ink.cls.label}"
    drawn = shape(ground, code, **ink.paint)
    if ground.size(code) < TINY:
        x, y = ground.middle(code)
        # On paper first, so that the class of the State around it does not shine through.
        drawn = element("circle", cx=x, cy=y, r=TINY / 2, class_="hollow", fill="#ffffff") + element(
            "circle", cx=x, cy=y, r=TINY / 2, stroke="currentColor", stroke_width=1.2, **ink.paint
        )
    name, painted = element("title", words_in(said)), toned(ink.cls.tone, drawn)
    if code in links:
        return element("a", name, painted, href=links[code], class_="party", aria_label=said)
    return element("g", name, painted, class_="party", role="img" if interactive else None)


def _key(inks: Sequence[_Ink], top: float, width: float, words: Words) -> tuple[str, float]:
    """Draw the legend beneath the map; return it and its height."""
    seats, height = flow([ink.cls.label for ink in inks], width)
    mirrored = words.direction == "rtl"
    step = -1 if mirrored else 1
    drawn = []
    for ink, (label, across, down) in zip(inks, seats, strict=True):
        x, y = (width - across if mirrored else across), top + down + 4
        swatch = element(
            "rect",
            x=min(x, x + step * 24),
            y=y - 7,
            width=24,
            height=14,
            stroke="currentColor",
            stroke_width=1,
            **ink.paint,
        )
        anchor = "end" if mirrored else "start"
        drawn.append(toned(ink.cls.tone, swatch))
        drawn.append(text(label, x + step * KEY, y + 4, class_="label", fill=INK, text_anchor=anchor))
    return element("g", *drawn, class_="key"), height
