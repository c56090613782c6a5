"""The text of the body's own report: written by several, kept in every version, out to Word and back in."""
