"""Lists of recommendations of Working Groups, against what another project read of the same reports."""

import csv
from collections.abc import Iterator

from benchmarks.reading.score import SHARED, TUNED, Row, row

from habeas.documents.reading import read_document
from habeas.documents.review.recommendations import recommendations_json, recommendations_of

NONE = ("1", "111.111")
"""What they list and the report has not: its list ends with 111.97."""
REPORTS = {"g1012049.pdf": "1", "g1423930.pdf": "2", "g1934994.pdf": "3"}

THEMATIC = {
    "UPR20__Slovenia_ThematicListRecommendations_E.docx": "2",
    "UPR34_Slovenia_Thematic_list_of_Recommendations.docx": "3",
}


def rows() -> Iterator[Row]:
    path = SHARED / "un_reports" / "recommendations_cycles_1_3.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        theirs = [(each["cycle"], each["paragraph"]) for each in csv.DictReader(stream)]
    for name, cycle in REPORTS.items():
        wanted = sorted({each for each in theirs if each[0] == cycle and each != NONE})
        found = [
            (cycle, each.number) for each in recommendations_of(read_document(SHARED / "un_reports" / name))
        ]
        yield row("recommendations of a list", f"Working Group, cycle {cycle}", TUNED, wanted, found)
    for name, cycle in THEMATIC.items():
        wanted = sorted({each for each in theirs if each[0] == cycle})
        said = recommendations_json(read_document(SHARED / "un_reports" / name), None)
        found = [(cycle, each["number"]) for each in said["asks"] if each["position"]]
        yield row(
            "recommendations with their position", f"thematic list, cycle {cycle}", TUNED, wanted, found
        )
