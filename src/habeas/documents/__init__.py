"""Lists and documents of others, read into typed values with their place in the file.

Lists of recommendations (UPR Info, UHRI, any spreadsheet) and of places; each reader
says how it took the file and what is wrong with which row, and each list is written
again without loss. Who may see what was read is no matter of this room.
"""
