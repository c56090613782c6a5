"""A synthetic list of recommendations in the demo, brought and half reviewed."""

import typst

from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.reading import access, actions, working
from habeas.web.reading.models import Reading

_ASKED = (
    ("Ensure that every detained person is seen by a doctor within twenty-four hours", "Velmark"),
    ("Record the first hour of police custody, with the time of each entry", "Velmark, Sarrow"),
    ("Let a lawyer in before the first interview; tell a relative at once", "Sarrow"),
    ("Continue its efforts to renovate the places in which people are held", "Tessaly"),
    ("Publish the reports on all visits of the Committee", "Velmark, Tessaly"),
    ("End the use of cells without daylight in the police stations of Brod", "Norring"),
    ("Have prosecutors examine every allegation of ill-treatment, with or without a complaint", "Norring"),
    ("Train those who interview suspects in questioning that does not rest on confessions", "Velmark"),
)
_PAGE = """
#set page(width: 21cm, height: 29.7cm, margin: 3cm,
  header: [#text(8pt)[SYN/HRC/31/4 #h(1fr) Synthetic: {party} does not exist]],
  footer: context [#text(8pt)[#counter(page).display()]])
#set text(11pt, hyphenate: false)
#set par(leading: 0.65em, spacing: 1.3em)
#text(15pt)[*Report of the Working Group: {party}*]

A/HRC/99/31. This document is synthetic and was made for the demo of Habeas.

#text(13pt)[*Conclusions and recommendations*]

#par[1.#h(1em)The recommendations listed below have been examined by {party}:]
{asked}
#par[2.#h(1em)All of them reflect the position of the States that made them.]
"""


def fill(desk: Reader, party: Party) -> None:
    """Bring the list, read it and review the first half of it, unless that was done before."""
    if Reading.objects.exists():
        return
    row = Reading(party=party, form="recommendations", suffix=".pdf", date="2026-10-02")
    actions.bring(desk, row, [document(party.name)])
    working.carry_out(row)
    for number, one in enumerate(access.proposals_of(row)[:4]):
        if number == 2:
            actions.refuse(desk, one, reason="asks two things: to be taken from the final version")
        else:
            actions.accept(desk, one)


def document(party: str) -> bytes:
    """The list, as it would come from its Working Group."""
    asked = "\n".join(
        f"#pad(left: 1cm, par[1.{number}#h(1em){text} ({by});])"
        for number, (text, by) in enumerate(_ASKED, 1)
    )
    made: bytes = typst.compile(_PAGE.format(party=party, asked=asked).encode())
    return made
