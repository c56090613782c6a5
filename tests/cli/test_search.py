"""What the store holds, by words, from the command line."""

import json
import shutil

from tests.cli.conftest import Command


def found(demo: Command, *words: str) -> dict:
    said = demo("--json", "search", *words)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def test_the_demo_is_found_by_words_and_its_public_part_alone(demo: Command) -> None:
    every = found(demo, "letter OR torture")
    public = found(demo, "letter OR torture", "--public", "--party", "azerbaijan", "--limit", "1")
    assert every["schema"] == "habeas/search/1"
    assert every["count"] > public["count"] > 0
    assert {one["class"] for one in every["results"]} == {"public", "confidential"}
    (one,) = public["results"]
    assert (one["class"], one["party"]) == ("public", "Azerbaijan")
    assert any(piece["marked"] for piece in one["text"])
    assert one["address"].startswith("/")
    said = demo("search", "(")
    assert (said.returncode, "search-operator" in said.stderr) == (2, True), said.stderr


def test_the_index_is_made_anew_from_the_store(demo: Command) -> None:
    shutil.rmtree(demo.data / "search" / "all")
    assert "there is no search index" in demo("doctor").stdout
    assert "items can be found" in demo("index").stdout
    assert "there is no search index" not in demo("doctor").stdout
