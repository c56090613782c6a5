"""The inspector's board: live alerts over all stations, notes on them, complaints past the station."""
