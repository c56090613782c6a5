"""The app ``reprisals``: who might suffer for having spoken, kept by two named members of a delegation."""
