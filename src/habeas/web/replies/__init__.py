"""The app ``replies``: what a Party answers to what was transmitted to it, item by item."""
