"""How machines reach the register (contract 2): events in, records and receipts out, the published log."""
