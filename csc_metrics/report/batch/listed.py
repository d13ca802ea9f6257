"""The rows of an index: which authorities have reports in a period's folder, what each says first, what failed."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import MADE_UP_REGION, authority_with_records, made_up_authorities
from csc_metrics.contracts.vocabulary import REGIONS
from csc_metrics.report.batch.edition import EDITIONS, PUBLIC, SCRUTINY, Edition
from csc_metrics.report.batch.job import key_of
from csc_metrics.report.manifest import MANIFEST_FILE, headlines_in
from csc_metrics.report.page.model import LinkedReport, ListedAuthority

MADE_UP: Final = "(made up)"
_EARLIER: Final = "The page linked here is of an earlier run."


def listed_authorities(folder: Path, *, below: Path, failed: Mapping[str, str]) -> tuple[ListedAuthority, ...]:
    """Return a row for each authority that has a finished report in a period's folder, or one that failed; by name.

    below: what links are relative to. failed: key → message; a key is that of `csc_metrics.report.batch.job.key_of`.
    """
    pages = _pages(folder)
    codes = pages.keys() | {key.partition(" ")[0] for key in failed}
    known = [authority for code in codes if (authority := authority_with_records(code))]
    return tuple(
        _listed(authority, pages=pages.get(authority.la_code, {}), below=below, failed=failed)
        for authority in sorted(known, key=lambda one: (_as_looked_for(one.name), one.la_code))
    )


def failures_by_name(failed: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return each failed report's name with what went wrong, by name. failed: as of `listed_authorities`."""
    told = ((_name_of_report(key), message) for key, message in failed.items())
    return tuple(sorted(told, key=lambda one: _as_looked_for(one[0])))


def _name_of_report(key: str) -> str:
    """Return a report's name in the list of failures: the authority, and the edition unless it is the panel's."""
    la_code, _, edition = key.partition(" ")
    authority = authority_with_records(la_code)
    name = _marked(authority) if authority else la_code
    return f"{name}, {edition} report" if edition else name


def _pages(folder: Path) -> dict[str, dict[Edition, Path]]:
    """Return the finished pages of each authority, code → edition → page; editions in their order."""
    pages: dict[str, dict[Edition, Path]] = {}
    for edition in EDITIONS:
        for manifest in sorted(folder.glob(f"[0-9]*/{edition.folder}/{MANIFEST_FILE}")):
            la_code = manifest.parent.parent.name.partition("-")[0]
            if (page := manifest.with_name(edition.page)).is_file():
                pages.setdefault(la_code, {})[edition] = page
    return pages


def _listed(
    authority: Authority, *, pages: Mapping[Edition, Path], below: Path, failed: Mapping[str, str]
) -> ListedAuthority:
    messages = {edition: failed.get(key_of(authority.la_code, edition)) for edition in EDITIONS}
    told = {edition: headlines_in(page.parent).get(edition.page, "") for edition, page in pages.items()}
    first = next((edition for edition, headline in told.items() if headline), SCRUTINY)
    return ListedAuthority(
        name=_marked(authority),
        region=_region(authority),
        also=(authority.la_code, *authority.other_names),
        reports=tuple(
            LinkedReport(name=_kind(edition), href=page.relative_to(below).as_posix())
            for edition, page in pages.items()
        ),
        headline=told.get(first, ""),
        is_headline_internal=first.folder != PUBLIC,
        failed=tuple(
            (_kind(edition), f"{message} {_EARLIER}" if edition in pages else message)
            for edition, message in messages.items()
            if message is not None
        ),
        is_internal=any(edition.folder != PUBLIC and (edition in pages or messages[edition]) for edition in EDITIONS),
    )


def _kind(edition: Edition) -> str:
    """Return what a report is called in a row, where the authority's name stands already."""
    return f"{edition.name.capitalize()} report{'' if edition.folder == PUBLIC else ' (internal)'}"


def _marked(authority: Authority) -> str:
    return f"{authority.name} {MADE_UP}" if authority.la_code in made_up_authorities() else authority.name


def _region(authority: Authority) -> str:
    return MADE_UP_REGION.capitalize() if authority.region_code == MADE_UP_REGION else REGIONS[authority.region_code]


def _as_looked_for(name: str) -> str:
    """Return a name as a reader looks for it in a list, where punctuation and capitals do not count.

    >>> sorted(["Stoke-on-Trent", "Stockton-on-Tees", "St. Helens"], key=_as_looked_for)
    ['St. Helens', 'Stockton-on-Tees', 'Stoke-on-Trent']
    """
    return " ".join(re.findall(r"\w+", name.casefold()))
