"""An authority's records from a folder of clean tables, ready to be counted."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.made_up_region import made_up_population
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.held import held_records
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.records.store import scan_clean
from csc_metrics.settings.agencies import has_own_agencies
from csc_metrics.settings.model import Settings
from csc_metrics.settings.read import require_agencies

_POPULATION: Final = "population_0_to_17"


def open_authority_records(
    clean: Path,
    la_code: str,
    *,
    settings: Settings | None = None,
    population: Mapping[date, float] | None = None,
) -> AuthorityRecords:
    """Return the records of an authority from a folder of clean tables; tables are read as they are needed.

    clean: folder of clean tables. la_code: code or name, of a real authority or of the made-up region.
    settings: the authority's own numbers; none: the defaults. population: children aged 0 to 17 by mid-year day; none:
    those of a made-up authority, nobody's of a real one.
    Raises: NoCleanRecords where there is nothing, or not all of it; CleanFolderFault; UnknownAuthority; SettingsFault
    where the settings expect an agency at meetings that is not known and that no record invites.
    """
    held = held_records(clean, la_code)
    _require_agencies(clean, settings or Settings())
    scanned = {name: scan_clean(clean, name, la_codes=[held.la_code]) for name in RECORD_TABLES}
    return AuthorityRecords(
        held.la_code,
        {name: rows for name, rows in scanned.items() if rows is not None},
        supplied=held.supplied,
        settings=settings,
        population=population or made_up_population(held.la_code),
    )


def _require_agencies(clean: Path, settings: Settings) -> None:
    """Refuse settings that expect an agency that nobody invites: it would be told as never there.

    Invitations of all authorities in the folder count: the figures of neighbours are counted by the same settings.
    """
    invitations = scan_clean(clean, "invitations") if has_own_agencies(settings) else None
    if invitations is not None:
        invited = invitations.select(pl.col("agency").cast(pl.String).unique()).collect()["agency"]
        require_agencies(settings, invited=invited.to_list())


def population_of(figures: pl.DataFrame, la_code: str) -> dict[date, float]:
    """Return the children aged 0 to 17 of an authority by mid-year day. Input: figures, schema PublishedFigures."""
    is_told = (pl.col("series") == _POPULATION) & (pl.col("status") == Status.OK.value)
    found = figures.filter(is_told & (pl.col("area_code") == la_code))
    return dict(found.select("period_end", "value").sort("period_end").iter_rows())
