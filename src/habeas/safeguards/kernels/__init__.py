"""The templates over clustered columns: what SQL would join, asked of arrays that lie by record.

A kernel says of each occasion what the plain evaluator says (``templates``), and so what the SQL says, for
which it stands in where that is slow. It needs NumPy, which the extra ``audit`` has.
"""
