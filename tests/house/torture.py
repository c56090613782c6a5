"""A profile for Hypothesis with fifty times the examples: ``make torture`` loads it, nothing else does."""

from hypothesis import settings

settings.register_profile("torture", max_examples=5000, deadline=None, derandomize=False)
