"""Visit reports, and others of their form: what they say of themselves, and what they ask."""
