"""The app ``dialogue``: letters and talks, sent, due, answered or not."""
