"""The custody register at work: the ledger and its writer, the published log, the desk of the station."""
