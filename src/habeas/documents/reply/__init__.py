"""Replies of States: which answer is given to what, in running text, in lists and in tables."""
