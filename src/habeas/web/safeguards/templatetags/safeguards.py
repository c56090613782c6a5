"""Verdicts on a page: a word, a shape and a tone, never a colour alone."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from habeas.language import N_
from habeas.safeguards import Verdict
from habeas.web.safeguards.showing import SETS
from habeas.web.shell import marks

register = template.Library()

SIGNS: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.MET: (N_("shown to be kept"), "circle", "neutral"),
    Verdict.BREACHED: (N_("not kept"), "triangle", "late"),
    Verdict.NOT_RECORDED: (N_("not recorded"), "hatched", "due"),
    Verdict.PENDING: (N_("still running"), "half", "neutral"),
    Verdict.NOT_APPLICABLE: (N_("does not apply"), "dash", "neutral"),
}
"""Word, shape and tone of each (look.md)."""


@register.simple_tag
def verdict(value: str) -> SafeString:
    """The sign of a verdict: ``{% verdict "met" %}``."""
    word, shape, tone = SIGNS[Verdict(value)]
    return marks.marked(_(word), shape, tone)


@register.simple_tag
def verdict_as(value: str, breach: str) -> SafeString:
    """The same, with the word for a breach that fits what the rule rests on."""
    word, shape, tone = SIGNS[Verdict(value)]
    return marks.marked(breach if value == Verdict.BREACHED and breach else _(word), shape, tone)


@register.simple_tag
def verdict_word(value: str) -> str:
    """Its word alone."""
    return _(SIGNS[Verdict(value)][0])


@register.filter
def set_name(name: str) -> str:
    """A set of rules in words: for whom it holds."""
    return _(SETS[name])
