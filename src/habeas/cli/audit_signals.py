"""The signals of an audit in words: where a person should look, and that it is no verdict."""

from collections.abc import Iterator

from habeas.cli.english import EN
from habeas.safeguards.report.saying import percent
from habeas.safeguards.signals import By, End, Figure, Measure, Signalled, Signals

_HOUR = 3_600
_BEYOND = {End.HIGH: "most above", End.LOW: "most below"}
_NAMES = {By.STATION: "places", By.OFFICER: "officers"}


def in_words(signals: Signals) -> Iterator[str]:
    """Each signal with its denominator, what it can and cannot mean, and whose figures to look at first."""
    yield "To be looked at by a person: no verdict"
    if not signals.told and not signals.without_threshold:
        yield "  not counted by this engine: it has no pseudonyms of officers"
        return
    yield "  What follows counts, and judges nobody. Officers are pseudonyms."
    for one in signals.told:
        if one.whole.of:
            yield ""
            yield from _one(one)
    for name in signals.without_threshold:
        yield f"  not asked, since the site sets no threshold: {name}"


def _one(one: Signalled) -> Iterator[str]:
    said, whole = one.signal, one.whole
    numbers = ", ".join(f"{name} {number}" for name, number in one.numbers.items())
    yield f"  {said.name}{f' ({numbers})' if numbers else ''}"
    yield f"    {said.of}: {said.counts}"
    yield f"    {_amount(one, whole.count)} of {_amount(one, whole.of)} ({_share(whole)})"
    if not whole.count and said.look is End.HIGH:
        return
    for by, names in _NAMES.items():
        if first := one.first(by):
            listed = ", ".join(
                f"{each.name} {_amount(one, each.count)} of {_amount(one, each.of)} ({_share(each)})"
                for each in first
            )
            yield f"    {_BEYOND[said.look]} the share of all, {names}: {listed}"
        elif by is By.STATION and one.places:
            looked_at = EN.count("{n} was looked at", "{n} were looked at", one.places)
            yield f"    no place stands out by more than chance explains: {looked_at}"
    if whole.record_id is not None:
        yield f"    a record to begin with: {whole.record_id}"
    yield f"    It can mean: {said.may}"
    yield f"    But: {said.may_not}"


def _share(figure: Figure) -> str:
    return "too few for a share" if figure.share is None else percent(figure.count, figure.of, EN)


def _amount(one: Signalled, number: int) -> str:
    if one.signal.measure is Measure.SECONDS:
        return EN.count("{n} hour", "{n} hours", round(number / _HOUR))
    return EN.number(number)
