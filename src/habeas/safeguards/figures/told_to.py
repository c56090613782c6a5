"""What of the figures of an audit is told to the public, and what once records were erased."""

from collections.abc import Collection
from dataclasses import replace

from habeas.safeguards.audit import ranks_told
from habeas.safeguards.figures.values import Figures, Incidents, People, RuleFigures, Silence
from habeas.safeguards.signals import Figure, Measure


def publicly(figures: Figures) -> Figures:
    """The same without what names a record, with no signal of one station and no length of few occasions."""
    told = tuple(
        replace(each, figures=(each.whole,), places=0, beyond=0)
        for each in figures.signals.without().told
        if not (each.signal.measure is Measure.SECONDS and _is_of_few(each.whole, figures))
    )
    return replace(
        figures,
        rules=tuple(_without_few_lengths(each, figures.fewest) for each in figures.rules),
        gaps=(),
        pulled=(),
        deaths=(),
        incidents=tuple(_publicly(each, figures.fewest) for each in figures.incidents),
        people=None if figures.people is None else _few_people(figures.people, figures.fewest),
        silences=tuple(_few_held(each, figures.fewest) for each in figures.silences),
        signals=replace(figures.signals, told=told),
    )


def _is_of_few(figure: Figure, figures: Figures) -> bool:
    """Whether the time that a figure adds up may be that of few people."""
    held = figures.records if figures.people is None else figures.people.held
    return figure.small or held < figures.fewest


def _without_few_lengths(one: RuleFigures, fewest: int) -> RuleFigures:
    median, p90 = ranks_told(one.measured, one.median_s, one.p90_s, fewest)
    return replace(one, median_s=median, p90_s=p90)


def _few_people(one: People, fewest: int) -> People:
    """The same without a small count of persons or of who they are; who was held is the whole of shares."""

    def shown(count: int | None) -> int | None:
        return None if count is not None and 0 < count < fewest else count

    return replace(
        one,
        persons=shown(one.persons),
        attributes={name: shown(count) for name, count in one.attributes.items()},
    )


def _few_held(one: Silence, fewest: int) -> Silence:
    return replace(one, held=None) if one.held is not None and one.held < fewest else one


def _publicly(one: Incidents, fewest: int) -> Incidents:
    small = one.records is None or 0 < one.records < fewest
    return replace(one, entries=None, records=None) if small else one


def without(figures: Figures, record_ids: Collection[str]) -> Figures:
    """The same without the names of some records."""
    return replace(
        figures,
        pulled=tuple(each for each in figures.pulled if each.record_id not in record_ids),
        gaps=tuple(each for each in figures.gaps if each.record_id not in record_ids),
        deaths=tuple(each for each in figures.deaths if each.record_id not in record_ids),
        signals=figures.signals.without(record_ids),
    )
