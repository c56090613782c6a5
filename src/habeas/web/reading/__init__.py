"""The desk for reading: documents brought, read apart, reviewed passage by passage, and taken over."""
