"""Records erased by two people: when the time to keep them is over, or a court or the law orders it."""
