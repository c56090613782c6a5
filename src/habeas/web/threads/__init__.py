"""The app ``threads``: what the body assessed, what the State claims, and what was asked again."""
