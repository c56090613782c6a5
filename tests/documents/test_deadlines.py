"""By when somebody is asked to act: a duration, or a date as precise as it is written, and never a guess."""

import pytest

from habeas.documents.report.deadlines import until, within

UNTIL = {
    "asks the authorities to provide a report by 31 March 2031": "2031-03-31",
    "to inform it, by March 31, 2031, of the steps taken": "2031-03-31",
    "calls upon the authorities to close the wing before 1 June 2031": "2031-06-01",
    "that the plan be adopted no later than 1st September 2031": "2031-09-01",
    "to submit its next report by 31.12.2031": "2031-12-31",
    "to submit its next report by 2031-12-31 at the latest": "2031-12-31",
    "that the works be completed before the end of June 2031": "2031-06",
    "that the works be completed by the end of the month of June 2031": "2031-06",
    "that the works be completed by September 2031": "2031-09",
    "that the reform be completed by the end of 2032": "2032",
    "that the reform be completed by 2032": "2032",
    "to respond until 30 June 2031": "2031-06-30",
    "by the deadline of 15 May 2031": "2031-05-15",
    "communiquer un rapport avant le 31 mars 2031": "2031-03-31",
    "que ces travaux soient achevés d’ici au 1er avril 2031": "2031-04-01",
    "que ces travaux soient achevés au plus tard le 30 juin 2031": "2031-06-30",
    "fournir, pour le 15 août 2031, des informations": "2031-08-15",
    "avant la fin du mois de juin 2031": "2031-06",
    "d'ici fin juin 2031": "2031-06",
    "d’ici à la fin de l’année 2031": "2031",
    "d’ici à décembre 2031": "2031-12",
    "jusqu’au 30 juin 2031": "2031-06-30",
    "au plus tard en 2032": "2032",
    # Not told by the text, or not a deadline:
    "before the end of June": None,
    "by the end of the year": None,
    "avant le 31 mars": None,
    "avant la fin de l’année": None,
    "before June 2031": None,
    "avant 2032": None,
    "by mid-2031": None,
    "by 31 February 2031": None,
    "to apply the law of 31 March 2029": None,
    "to implement the plan adopted by the Government on 31 March 2029": None,
    "to finish the works, which were to be completed by 31 March 2029": None,
    "achever les travaux qui devaient être terminés avant le 31 mars 2029": None,
    "as recommended after the visit of May 2029": None,
    "the persons who were held by 31 units in May 2029": None,
}


@pytest.mark.parametrize("text", UNTIL)
def test_a_date_is_as_precise_as_it_is_written(text: str) -> None:
    assert until(text) == UNTIL[text]


def test_a_duration_is_told_by_the_text_alone() -> None:
    assert within("to confirm, within one month, that this was done") == "P1M"
    assert within("to be informed within two weeks of the action taken") == "P2W"
    assert within("a response within six months, giving an account of action") == "P6M"
    assert within("être informé, dans un délai de trois mois, des mesures prises") == "P3M"
    assert within("newly arrived prisoners be seen by a doctor within 24 hours of their arrival") is None
    assert within("steps be taken without delay") is None
