"""The names of what a site sets for its signals: from where on something is counted."""

SMALLEST = "smallest"
"""Below it a denominator is small: a share of it says nothing."""
ROUNDED = "rounded.minutes"
IDENTICAL = "identical.records"
BUNDLED = "bundled.entries"
WRITTEN_UP = "written-up.entries"
WRITTEN_UP_SPREAD = "written-up.minutes"
TWO_PLACES = "two-places.minutes"
AGAIN = "again.minutes"
EVERY = (SMALLEST, ROUNDED, IDENTICAL, BUNDLED, WRITTEN_UP, WRITTEN_UP_SPREAD, TWO_PLACES, AGAIN)
