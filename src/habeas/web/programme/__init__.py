"""The programme: which Parties and places are due, by criteria that people choose."""
