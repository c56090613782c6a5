"""The app ``dossier``: the dossier of a Party, its page and its papers."""
