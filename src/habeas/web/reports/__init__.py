"""The app ``reports``: documents of the dialogue, and what they ask."""
