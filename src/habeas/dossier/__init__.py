"""What is known of a Party: every dated fact, with source, voice, capacity and class."""
