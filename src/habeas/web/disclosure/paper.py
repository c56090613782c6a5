"""What is opened to a court, on paper: the order, each entry with its opened values, and how to check it."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from habeas import canonical, papers
from habeas.custody.recordfile import ReadEntry, read_file
from habeas.language import Words
from habeas.tlog.receipt import Receipt
from habeas.web.custodydesk.access import Opened
from habeas.web.custodydesk.showing import kind_name, moment
from habeas.web.custodydesk.times import local
from habeas.web.disclosure.access import Choice, label_of
from habeas.web.disclosure.models import Disclosure
from habeas.web.recordpapers.receipts import Printed
from habeas.web.shell.bands import invented_line
from habeas.web.shell.marks import own_words

_WIDTHS = (1.4, 2.0, 2.2, 2.2)


def disclosure_paper(
    row: Disclosure,
    opened: Opened,
    chosen: Mapping[str, Choice],
    file: bytes,
    receipts: Mapping[str, Receipt],
    *,
    words: Words,
    made_on: date,
) -> papers.Paper:
    """Compose it from the bytes of the file, in the language that is switched on."""
    entries = read_file(file).entries
    blocks: list[papers.Block] = [
        _para(_lead()),
        _order(row, opened),
        papers.Heading(level=1, text=_("What is opened"), anchor="opened"),
    ]
    for one in entries:
        blocks += _entry(one, chosen[one.event.event_id], opened, receipts.get(one.event.event_id))
    blocks += [
        papers.Heading(level=1, text=_("How to check it"), anchor="check"),
        papers.Bullets(items=tuple(papers.said(text) for text in _checking())),
        papers.Heading(level=1, text=_("What it does not show"), anchor="limits"),
        papers.Bullets(items=tuple(papers.said(text) for text in _limits())),
    ]
    return papers.Paper(
        title=_("Disclosure from a custody record"),
        subtitle=opened.station.name,
        language=words.language,
        direction="rtl" if words.direction == "rtl" else "ltr",
        band=papers.Band(word=_("Confidential"), who_may_see=row.recipient, provision=""),
        synthetic=invented_line(words, invented=opened.station.invented),
        number=papers.number_of(
            subject="CUSTODY",
            kind="DISCLOSURE",
            made_on=made_on,
            content=canonical.encode([row.public_id, row.sha256]),
        ),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=(),
    )


def _para(text: str) -> papers.Para:
    return papers.Para(runs=papers.said(text))


def _lead() -> str:
    return _(
        "By the order named here these entries of a custody record are opened, and these values of them. A "
        "file goes with this paper: it shows that each value is the one that was entered, and opens nothing "
        "else."
    )


def _order(row: Disclosure, opened: Opened) -> papers.Terms:
    facts = [
        (_("To"), row.recipient),
        (_("Legal basis"), row.basis),
        (_("Reference of the order"), row.reference),
        (_("Date of the order"), own_words().date(row.ordered_on)),
        (_("Station"), opened.station.name),
        (_("Record"), row.record_id),
        (_("Disclosure"), row.public_id),
    ]
    return _terms(facts)


def _terms(facts: list[tuple[str, str]]) -> papers.Terms:
    made = (papers.Term(term=papers.said(term), meaning=papers.said(text)) for term, text in facts)
    return papers.Terms(entries=tuple(made))


def _entry(one: ReadEntry, choice: Choice, opened: Opened, receipt: Receipt | None) -> list[papers.Block]:
    event, zone = one.event, opened.station.zone
    facts = [
        (_("Happened"), moment(local(event.occurred_at, zone)) if event.occurred_at else _("time not known")),
        (_("Written"), moment(local(event.recorded_at, zone))),
        (_("Number in the record"), str(event.seq)),
        (_("Written by"), event.actor_id or "–"),
        (_("Log"), one.leaf.place.log),
        (_("Hash of the entry"), one.hash.hex()),
    ]
    title = _("Entry %(number)s: %(kind)s") % {"number": event.seq, "kind": kind_name(event.kind)}
    blocks: list[papers.Block] = [
        papers.Heading(level=2, text=title, anchor=f"entry-{event.seq}"),
        _terms(facts),
    ]
    if one.open:
        blocks.append(_values(one, choice))
    blocks.append(_para(_closed(one)))
    if receipt is not None:
        printed = Printed(receipt)
        caption = _("Receipt of this entry: a phone reads the code, and the page checks it.")
        blocks.append(
            papers.Picture(svg=printed.code(f"qr{event.seq}"), alt=_("Code of the receipt"), caption=caption)
        )
    else:
        blocks.append(
            _para(_("No signed head of the log covers this entry yet: take both again in a minute."))
        )
    return blocks


def _values(one: ReadEntry, choice: Choice) -> papers.Table:
    texts = {field.name: field.text for field in choice.fields}
    return papers.Table(
        caption=_("Opened values, each with its commitment in the log and the key that opens it"),
        header=(_("Field"), _("Value"), _("Commitment"), _("Key")),
        rows=tuple(
            (
                papers.said(label_of(each.name)),
                papers.said(texts[each.name]),
                papers.said(one.leaf.commitments[each.name]),
                papers.said(each.key.hex()),
            )
            for each in one.open
        ),
        widths=_WIDTHS,
    )


def _closed(one: ReadEntry) -> str:
    if one.closed:
        return _("This entry says more, which is not opened here.")
    return _("This entry says no more than that.")


def _checking() -> list[str]:
    address = f"{settings.PUBLIC_ADDRESS}{reverse('receipts:check')}" if settings.PUBLIC_ADDRESS else ""
    page = _("the page %(address)s") % {"address": address} if address else _("a page that checks receipts")
    return [
        _("In a browser: put the file into %(page)s. Nothing of it leaves the browser.") % {"page": page},
        _("On any computer, without a network: habeas register check FILE --vkey KEY"),
        _(
            "Take the key of the log from the poster, the bar association or the body that monitors the "
            "register, not from this paper or the file."
        ),
        _(
            "By hand: HMAC-SHA-256 under the key, of custody/v1/field, a zero byte, the name of the field, a "
            "zero byte and the value as canonical JSON (RFC 8785), is the commitment."
        ),
    ]


def _limits() -> list[str]:
    return [
        _("Nothing is said of other entries of the record, nor whether one corrected or struck these."),
        _("That what was entered happened, or happened as it is told."),
        _("What the fields say that are not opened: none of these keys opens another."),
    ]
