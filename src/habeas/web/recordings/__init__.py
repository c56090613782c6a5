"""Recordings of interviews: kept here or elsewhere, held against the interviews, and handed out."""
