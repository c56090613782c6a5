"""The app ``procedure``: the procedures that the body itself conducts, held to the Convention."""
