"""Made-up extracts of all England as Parquet, by the generator of the made-up region."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.planters import PLANTERS
from csc_metrics.sample.planting import planted_in
from csc_metrics.sample.sheets import Sheet
from csc_metrics.sample.story import DRAWN_ON, story_of

SHARE: Final = 0.25
"""Of all children, so that cleaning all England is a matter of minutes and of about 19 million rows."""
_OF_EACH_FAULT: Final = 3
_FEWEST_CHILDREN: Final = 2_000
_COMPRESSION_LEVEL: Final = 1


def write_made_up_extracts(raw: Path, la_code: str, *, share: float = SHARE) -> int:
    """Write the extracts of one authority as `raw/<la_code>/<day>/<table>.parquet`. Returns: how many rows."""
    folder = raw / la_code / DRAWN_ON.isoformat()
    folder.mkdir(parents=True)
    rows = 0
    for name, table in made_up_tables(la_code, share=share).items():
        table.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=_COMPRESSION_LEVEL)
        rows += table.height
    return rows


def made_up_tables(la_code: str, *, share: float = SHARE) -> dict[str, pl.DataFrame]:
    """Return the extracts of one authority, some of their rows faulty, by the name of their clean table.

    share: of the children who live there.
    """
    children = round(_children_living_in()[la_code] * share)
    authority = MadeUpAuthority(replace(story_of(la_code), children=max(children, _FEWEST_CHILDREN)))
    tables = authority.tables(on=number_of(DRAWN_ON))
    return {name: _spoilt(authority, name, rows) for name, rows in tables.items()}


def _spoilt(authority: MadeUpAuthority, name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a table with faults that its types allow: Parquet has no text where a day belongs."""
    typed = [one for one in PLANTERS if one.table == name and not one.writes_text(rows)]
    chance = authority.story.chance("planted", name)
    return planted_in(Sheet(table=name, rows=rows), typed, chance=chance, each=_OF_EACH_FAULT).sheet.rows


@cache
def _children_living_in() -> Mapping[str, int]:
    """Return code → children who live there, as the package carries them."""
    text = (files("csc_metrics.published") / "carried" / "published_figures.csv").read_text(encoding="utf-8")
    told = pl.read_csv(StringIO(text), infer_schema=False).filter(pl.col("series") == "population_0_to_17")
    newest = told.sort("year").group_by("area_code").last()
    return dict(newest.select("area_code", pl.col("value").cast(pl.Int64)).iter_rows())
