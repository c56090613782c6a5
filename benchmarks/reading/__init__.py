"""How well documents are read, told kind by kind against labels that were written first: ``make eval``.

Each module here that has ``rows()`` is one kind of reading. A set is ``tuned`` where its rules were made
looking at it, and ``held out`` where they were not.
"""
