"""The app ``drafts``: letters of the body, filled from the record, as Word documents. It sends nothing."""
