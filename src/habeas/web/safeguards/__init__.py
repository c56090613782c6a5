"""The app ``safeguards``: a page for each rule."""
