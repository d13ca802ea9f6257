"""The index over a period's reports: every authority's pages, what each says first, and what failed and why."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import uuid4

from csc_metrics.contracts.made_up_region import MADE_UP_AMONG, authority_with_records
from csc_metrics.report.batch.job import ReportNotWritten
from csc_metrics.report.batch.listed import MADE_UP, failures_by_name, listed_authorities
from csc_metrics.report.page.model import IndexPage
from csc_metrics.report.page.render import render_index

INDEX_FILE: Final = "index.html"
FAILURES_FILE: Final = "failures.json"
_INTRO: Final = "The reports of each authority."
_REAL: Final = (
    "Scrutiny reports rest on DfE's published figures and, where an authority's own records are held, on what may be "
    "published of those."
)
_MADE_UP: Final = "Those of authorities that are made up rest on their made-up records alone."
_INTERNAL: Final = (
    "Internal pages rest on the authorities' own records. They are not for publication, and this index, which tells of "
    "them, is not either."
)


def write_index(folder: Path, *, failed: Mapping[str, str], made: Iterable[str]) -> Path:
    """Write the index over a period's reports, finished and failed, of this run and those before. Returns: its path.

    failed: key → message, of reports that this run could not make. made: keys of those that it made or found up to
    date; an earlier failure of theirs is over. A key is that of `csc_metrics.report.batch.job.key_of`.
    """
    all_failed = {code: told for code, told in _failures(folder).items() if code not in set(made)} | dict(failed)
    _keep(folder / FAILURES_FILE, all_failed)
    authorities = listed_authorities(folder, below=folder, failed=all_failed)
    are_made_up = [MADE_UP in one.name for one in authorities]
    page = IndexPage(
        title=_title(folder.name),
        intro=(_rests_on(are_made_up), *([_INTERNAL] if any(one.is_internal for one in authorities) else [])),
        authorities=authorities,
        failed=failures_by_name(all_failed),
        banner=MADE_UP_AMONG if any(are_made_up) else "",
    )
    return write_whole(folder / INDEX_FILE, render_index(page))


def _rests_on(are_made_up: Sequence[bool]) -> str:
    """Return what the reports of authorities rest on. are_made_up: whether each is."""
    real = [_REAL] if not all(are_made_up) or not are_made_up else []
    return " ".join([_INTRO, *real, *([_MADE_UP] if any(are_made_up) else [])])


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


def write_front_page(folder: Path, *, title: str, intro: Sequence[str], period_folder: Path, banner: str = "") -> Path:
    """Write a front page over the reports of one period, such as the demo's. Returns: its path.

    folder: where the page goes. intro: its paragraphs. period_folder: where the reports are, within `folder`.
    banner: what must be known before anything is read.
    Raises: the errors of `write_whole`.
    """
    authorities = listed_authorities(period_folder, below=folder, failed={})
    page = IndexPage(title=title, intro=tuple(intro), authorities=authorities, failed=(), banner=banner)
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
