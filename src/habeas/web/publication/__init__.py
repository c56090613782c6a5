"""The app ``publication``: the desk where documents are opened to the public, and what is published."""
