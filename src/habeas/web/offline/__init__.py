"""The queue in the browser of a desk: entries that are signed and sealed there until the register answers."""
