"""The app ``audits``: registers audited in the background, and what came of it."""
