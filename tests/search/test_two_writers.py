"""One writes at a time; who comes second is told so."""

from pathlib import Path

import pytest

from habeas.errors import RefusedError
from habeas.search import Item
from habeas.search.index import Index, make_anew


def test_a_second_writer_is_refused_in_words_and_the_first_goes_on(tmp_path: Path) -> None:
    made = make_anew(tmp_path, [])

    def slow():
        with pytest.raises(RefusedError) as caught:
            Index(tmp_path).change([])
        assert caught.value.code == "index-busy"
        yield Item(key="a", texts=("cell",), seen_by=frozenset({"public"}))

    made.change(slow())
    assert made.count() == 1
