"""An installation at work: its data folder, its store, its processes, and what may be wrong with them."""
