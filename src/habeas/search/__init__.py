"""What the store holds, found by words: one index over everything a reader may see.

The room knows neither the store nor who reads. An item carries who may see it (``seen_by``) and what
it rests on (``rests_on``) as opaque marks, and a question says which of them hold. ``index`` needs the
parts of the extra ``search``; all else here is plain Python.
"""

from habeas.search.items import Facet, Item
from habeas.search.query import Query, read_query
from habeas.search.snippets import Piece, snippet

__all__ = ["Facet", "Item", "Piece", "Query", "read_query", "snippet"]
