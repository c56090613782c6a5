"""Tables as files: delimited text and workbooks, read safely and written out again."""
