"""The app ``law``: a page for each provision."""
