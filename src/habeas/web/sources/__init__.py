"""The app ``sources``: where each fact is from, and who may read it."""
