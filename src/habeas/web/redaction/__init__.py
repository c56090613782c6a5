"""The text of a document gone through before it is published: who is named, who consented."""
