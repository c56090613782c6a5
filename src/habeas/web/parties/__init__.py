"""The app ``parties``: Parties, what binds them, their authorities."""
