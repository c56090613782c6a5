"""Lists of recommendations: those of a review by number, and those by theme."""
