"""What comes out of a custody record: its day as a picture, the record on paper and as a file, receipts."""
