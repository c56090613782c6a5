"""The app ``clocks``: everything that is due, as a list, a month, a calendar file, a feed and mails."""
