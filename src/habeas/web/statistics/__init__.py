"""What a general report counts, from the records."""
