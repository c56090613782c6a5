"""The custody desk of a station: who is here and what is due, a record opened and kept, each entry signed."""
