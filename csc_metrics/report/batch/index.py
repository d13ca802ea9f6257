"""The index over a period's reports: every authority's page, and what failed and why."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import uuid4

from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import MADE_UP_AMONG, authority_with_records, made_up_authorities
from csc_metrics.report.batch.edition import PERFORMANCE, SCRUTINY, Edition
from csc_metrics.report.batch.job import ReportNotWritten
from csc_metrics.report.manifest import MANIFEST_FILE
from csc_metrics.report.page.model import IndexPage, LinkedReport
from csc_metrics.report.page.render import render_index

INDEX_FILE: Final = "index.html"
FAILURES_FILE: Final = "failures.json"
_MADE_UP: Final = "(made up)"
_INTERNAL: Final = "Internal pages rest on the authorities' own records. They are not for publication."


def write_index(folder: Path, *, failed: Mapping[str, str], made: Iterable[str]) -> Path:
    """Write the index over a period's reports, finished and failed, of this run and those before. Returns: its path.

    failed: key → message, of reports that this run could not make. made: keys of those that it made or found up to
    date; an earlier failure of theirs is over. A key is that of `csc_metrics.report.batch.job.key_of`.
    """
    all_failed = {code: told for code, told in _failures(folder).items() if code not in set(made)} | dict(failed)
    _keep(folder / FAILURES_FILE, all_failed)
    reports, internal = (finished_reports(folder, below=folder, edition=one) for one in (SCRUTINY, PERFORMANCE))
    told = tuple((_name_of(key), message) for key, message in sorted(all_failed.items()))
    is_made_up = any(_MADE_UP in name for name in [*(one.name for one in internal), *(name for name, _ in told)])
    page = IndexPage(
        title=_title(folder.name),
        intro=("One page for each authority, from DfE's published figures.", *([_INTERNAL] if internal else [])),
        reports=reports,
        failed=told,
        internal=internal,
        banner=MADE_UP_AMONG if is_made_up else "",
    )
    return write_whole(folder / INDEX_FILE, render_index(page))


def _name_of(key: str) -> str:
    """Return the name of a report as the index has it: the authority, and the edition unless it is the panel's."""
    la_code, _, edition = key.partition(" ")
    authority = authority_with_records(la_code)
    name = _marked(authority) if authority else la_code
    return f"{name}, {edition} report" if edition else name


def _marked(authority: Authority) -> str:
    return f"{authority.name} {_MADE_UP}" if authority.la_code in made_up_authorities() else authority.name


def _keep(path: Path, failures: Mapping[str, str]) -> None:
    """Keep the failures for the next run's index; where there is none there is no file."""
    if failures:
        write_whole(path, json.dumps(failures, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
    else:
        path.unlink(missing_ok=True)


def _failures(folder: Path) -> dict[str, str]:
    """Return the failures that earlier runs kept; a file that somebody has changed beyond reading counts for none."""
    try:
        kept = json.loads((folder / FAILURES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {key: str(told) for key, told in kept.items() if authority_with_records(key.partition(" ")[0])}


def _title(label: str) -> str:
    """Return a period's label as a reader understands it."""
    if label == "latest":
        return "The latest figures"
    if label.isdigit():
        return f"The year to 31 March {label}, for the workforce to 30 September {label}"
    return f"The latest figures at the end of {label}"


def finished_reports(folder: Path, *, below: Path, edition: Edition = SCRUTINY) -> tuple[LinkedReport, ...]:
    """Return the finished reports of an edition in a period's folder by name, linked relative to `below`."""
    found = []
    for manifest in sorted(folder.glob(f"[0-9]*/{edition.folder}/{MANIFEST_FILE}")):
        authority = authority_with_records(manifest.parent.parent.name.split("-")[0])
        page = manifest.with_name(edition.page)
        if authority is not None and page.is_file():
            found.append(LinkedReport(name=_marked(authority), href=page.relative_to(below).as_posix()))
    return tuple(sorted(found, key=lambda report: report.name))


def write_front_page(folder: Path, *, title: str, intro: Sequence[str], period_folder: Path, banner: str = "") -> Path:
    """Write a front page over the reports of one period, such as the demo's. Returns: its path.

    folder: where the page goes. intro: its paragraphs. period_folder: where the reports are, within `folder`.
    banner: what must be known before anything is read.
    Raises: the errors of `write_whole`.
    """
    public, internal = (finished_reports(period_folder, below=folder, edition=one) for one in (SCRUTINY, PERFORMANCE))
    page = IndexPage(title=title, intro=tuple(intro), reports=public, failed=(), internal=internal, banner=banner)
    return write_whole(folder / INDEX_FILE, render_index(page))


def write_whole(path: Path, text: str) -> Path:
    """Write a file beside its place and move it in, so that nobody reads half of it. Raises: ReportNotWritten."""
    beside = path.with_name(f".{path.name}-{uuid4().hex}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        return beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ReportNotWritten.at(path, error) from error
