"""One audit carried out: the files of the register read, each rule asked, the result put on the disk."""

import shutil
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from habeas import papers
from habeas.apart.processors import processors
from habeas.errors import HabeasError, RefusedError
from habeas.language import N_, words
from habeas.safeguards.against import reconcile
from habeas.safeguards.audit import EVERY, Asked, Row, Told, document
from habeas.safeguards.by_cache import ByCache
from habeas.safeguards.figures import Figures, figures_json, figures_of, not_counted
from habeas.safeguards.fingerprint import fingerprint
from habeas.safeguards.ingest import Ingested, ingest
from habeas.safeguards.report import Taken, report_paper, taken
from habeas.safeguards.report.kept_records import write_records
from habeas.safeguards.tables import (
    first_faults,
    steps_between,
    write_differences,
    write_faults,
    write_occasions,
    write_verdicts,
)
from habeas.web.audits import access, actions, comparing, kept, lists, own_rules, progress
from habeas.web.audits.models import Audit
from habeas.web.audits.snapshot import write_snapshot
from habeas.web.safeguards.site import site

_TOLD_EVERY = 1.0
"""Seconds between two looks at whether it is to stop."""
_READING, _JUDGING = 50, 95
"""Hundredths at which the register is read, and all rules are asked."""


class StoppedError(Exception):
    """Somebody asked that the audit stop."""


def carry_out(row: Audit) -> None:
    """Audit, and write down what came of it: a result, why there is none, or that it was stopped."""
    kept.put_away_work(row)
    try:
        progress.begin(row)
        actions.finish(row, _Working(row).result())
    except StoppedError:
        actions.stopped(row)
    except HabeasError as error:
        actions.refuse(row, kept.told(error, *_folders(row)))
    except Exception:
        actions.refuse(row, RefusedError("audit-failed", N_("The audit failed, by a fault of the program.")))
        raise
    finally:
        kept.put_away(row)


def _folders(row: Audit) -> Iterator[Path]:
    yield kept.work_of(row)
    if row.register is not None:
        yield kept.files_of(row.register)


class _Working:
    """An audit at work."""

    def __init__(self, row: Audit) -> None:
        self.row, self.work = row, kept.work_of(row)
        self._looked = 0.0

    def result(self) -> dict[str, Any]:
        """What the row of the audit is told, once all files lie there."""
        row, limits = self.row, site(own_rules.of(self.row).values())
        asked = Asked(rules=own_rules.asked(row), as_of=row.as_of, site=limits, rule_set=row.rule_set)
        read, source = self._read()
        found = ByCache(asked, read.folder, processors, each_verdict=True, by_place=True)
        asked.hold_near(found.last_written)
        told = list(found.told(self._judged))
        folder = kept.folder_of(row)
        write_occasions(found, read.meta["stations"], folder / kept.OCCASIONS)
        write_verdicts(found, folder / kept.VERDICTS)
        write_faults(found, folder / kept.FAULTS, None if row.register is None else row.register.public_id)
        self._look()
        against = self._against(found)
        figures = kept.with_names(row, figures_of(found, told, read))
        kept.keep(row, kept.FIGURES, figures_json(figures))
        differing = {each["record_id"] for each in self._differing(against)} - {None}
        self._keep_records(found, read, {*figures.records_named, *self._compare(), *differing})
        if row.with_report:
            named = replace(taken(found, read, figures), wrong=tuple(first_faults(folder / kept.FAULTS)))
            self._report(figures, named)
        return self._keep(asked, found, told, read, {"source_sha256": source, "against": against})

    def _read(self) -> tuple[Ingested, str]:
        """The register in the form that is audited, and the SHA-256 of its files."""
        place, mapping = self._files()
        source = kept.sha256_of_all(place if place.is_dir() else place.parent)
        return (
            ingest(
                place,
                self.work / "register",
                mapping=mapping,
                progress=lambda share, _what: self._come_to(int(share * _READING)),
            ),
            source,
        )

    def _files(self) -> tuple[Path, Any]:
        if self.row.register is None:
            write_snapshot(self.work / "snapshot", self._look, synthetic=settings.DEMO)
            return self.work / "snapshot", None
        return kept.register_in(kept.files_of(self.row.register))

    def _against(self, found: ByCache) -> list[dict[str, Any]]:
        """What came of each list, in numbers; what differs lies in one table of all."""
        if not self.row.list_sha256:
            return []
        came = []
        for place in lists.each_in(kept.lists_of(self.row)):
            path, listing = lists.opened(place, found.asked.site)
            came.append((place, reconcile(found.db, path, listing, found.asked.as_of)))
            self._look()
        rows = (row for _place, one in came for row in one.rows())
        write_differences(found, rows, kept.folder_of(self.row) / kept.AGAINST)
        return [lists.in_numbers(one, place) for place, one in came]

    def _differing(self, against: list[dict[str, Any]]) -> list[Row]:
        """What of the lists is looked at first."""
        path = kept.folder_of(self.row) / kept.AGAINST
        return [row for said in against for row, _more in lists.first_of(path, said["list"])]

    def _keep(
        self, asked: Asked, found: ByCache, told: list[Told], read: Ingested, beside: dict[str, Any]
    ) -> dict[str, Any]:
        row, folder = self.row, kept.folder_of(self.row)
        rules, synthetic = fingerprint(asked), bool(read.meta.get("synthetic"))
        files = [kept.FIGURES, kept.OCCASIONS, kept.VERDICTS, kept.FAULTS]
        files += sorted(f"{kept.RECORDS}/{each.name}" for each in (folder / kept.RECORDS).iterdir())
        files += [f"{kept.rules_of(row).name}/{name}.toml" for name in row.own_rules]
        files += [name for name in (*kept.REPORTS, kept.AGAINST) if kept.is_there(row, name)]
        more = {
            "synthetic": synthetic,
            "faults": dict(read.faults),
            "not_counted": asdict(not_counted(found, read)),
            "every_set": asked.rule_set == EVERY,
            "site_passed_over": list(asked.site.passed_over),
            "rules_sha256": rules,
            **beside,
            "files": {name: kept.sha256_of(folder / name) for name in files},
        }
        # It stays as it is when a record is erased.
        said = document(asked, found, told, more, names_records=False)
        sha256 = kept.keep(row, kept.SUMMARY, said)
        return {
            "sha256": sha256,
            "rules_sha256": rules,
            "source_sha256": beside["source_sha256"],
            "records": found.records,
            "events": found.events,
            "synthetic": synthetic,
        }

    def _keep_records(self, found: ByCache, read: Ingested, named: Collection[str]) -> None:
        """Keep of the register what draws each record that is named: it is put away when this is over."""
        folder = kept.folder_of(self.row) / kept.RECORDS
        shutil.rmtree(folder, ignore_errors=True)
        write_records(found, read, folder, named)
        self._look()

    def _report(self, figures: Figures, named: Taken) -> None:
        """The report as a page, a PDF and a Word document."""
        said = words(self.row.language)
        today = timezone.now().date()
        page = report_paper(figures, named, words=said, made_on=today)
        kept.keep_bytes(self.row, "report.html", papers.render_html(page, words=said).encode())
        self._look()
        paper = report_paper(figures, named, words=said, made_on=today, sheets=True)
        kept.keep_bytes(self.row, "report.pdf", papers.render_pdf(paper, words=said))
        self._look()
        kept.keep_bytes(self.row, "report.docx", papers.render_docx(paper, words=said))

    def _compare(self) -> frozenset[str]:
        """Against the audit before it, where there is one; the records that are listed as moved."""
        older = access.before(self.row)
        if older is None:
            return frozenset()
        was, now = (kept.folder_of(each) / kept.VERDICTS for each in (older, self.row))
        if not was.exists():
            return frozenset()
        found = steps_between(was, now, most=comparing.MOST)
        steps = [[one.rule, one.before, one.after, one.records] for one in found]
        kept.keep(self.row, kept.COMPARED, {"older": older.public_id, "steps": steps})
        return frozenset(each for one in found for each in one.first)

    def _judged(self, share: float) -> None:
        self._come_to(_READING + int((_JUDGING - _READING) * share))

    def _come_to(self, hundredths: int) -> None:
        if hundredths > self.row.done:
            progress.come_to(self.row, hundredths)
        self._look()

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked > _TOLD_EVERY:
            self._looked = now
            if access.is_cancelled(self.row):
                raise StoppedError
