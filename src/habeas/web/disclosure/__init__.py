"""Single values of a record opened to a court: what was chosen, by what order, as a file and on paper."""
