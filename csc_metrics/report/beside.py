"""What stands beside every page: measures.csv, what its columns and measures mean, and its tables as a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics import __version__
from csc_metrics.contracts.about_reports import OwnRows
from csc_metrics.contracts.vocabulary import OGL_LINE
from csc_metrics.report.measures_csv import DICTIONARY_FILE, dictionary_as_csv, measures_as_csv
from csc_metrics.report.page.model import Block, DisplayTable, PagePart
from csc_metrics.report.workbook import Cover, as_workbook
from csc_metrics.report.workbook_sheets import dictionary_sheets, figures_behind, sheet_of_figures, sheet_of_table
from csc_metrics.settings.partner import WHOLE

ROWS_FILE: Final = "measures.csv"
_FIGURES: Final = "Every figure, unrounded, as measures.csv beside this workbook has it."
_INTERNAL: Final = "Internal: not for publication"
_NOTE: Final = (
    "Each sheet has one table of the page, or figures behind it. Numbers are unrounded; they are shown with the "
    "decimals of their measure."
)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a page's tables and figures are. title: of the workbook. about: whose it is, up to when.

    rows: of measures.csv. schema: that describes their columns. figures: the rows that the workbook tells; None: all.
    marking: what every sheet must say of itself, such as that it is internal. others: further tables that figures of
    the page stand in, by the name of the file without its ending: their columns are measure, breakdown, period_end and
    those that figures name.
    """

    title: str
    about: str
    rows: pl.DataFrame
    schema: type[dy.Schema]
    figures: pl.DataFrame | None = None
    marking: str = ""
    others: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def internal_beside(
    rows: pl.DataFrame, *, title: str, about: str, others: Mapping[str, pl.DataFrame] | None = None
) -> Beside:
    """Return what stands beside an internal page: the workbook tells the newest figures of all units alone.

    Input: rows, schema OwnRows. title: of the workbook. about: up to when it tells. others: as of `Beside`.
    """
    newest = pl.col("period_end").max().over("measure", "period_type", "source")
    figures = rows.filter(pl.col("breakdown") == WHOLE, pl.col("period_end") == newest)
    return Beside(
        title=title,
        about=about,
        rows=rows,
        schema=OwnRows,
        figures=figures,
        marking=_INTERNAL,
        others=others or {},
    )


def tables_of_blocks(blocks: Iterable[Block]) -> list[tuple[str, DisplayTable]]:
    """Return every table of blocks, those in the open and those folded, each with the title of its block."""
    found = []
    for block in blocks:
        folded = [table for _, tables in block.folded for table in tables]
        found += [(block.title, table) for table in (*block.tables, *folded)]
    return found


def tables_of_parts(parts: Iterable[PagePart]) -> list[tuple[str, DisplayTable]]:
    """Return every table of the parts of a public page, each with the title of what it belongs to."""
    found = []
    for part in parts:
        found += [(section.measure.title, section.table) for section in part.sections]
        found += tables_of_blocks(part.blocks)
    return found


def write_rows(beside: Beside, folder: Path) -> None:
    """Write measures.csv and its data dictionary into a folder."""
    (folder / ROWS_FILE).write_bytes(measures_as_csv(beside.rows))
    (folder / DICTIONARY_FILE).write_bytes(dictionary_as_csv(beside.rows, schema=beside.schema))


def write_workbook(beside: Beside, tables: Sequence[tuple[str, DisplayTable]], path: Path) -> None:
    """Write a page's tables as a workbook. tables: title of what each belongs to, and the table. path: of the file."""
    behind = figures_behind({"measures": beside.rows, **beside.others})
    told = [
        sheet_of_table(table, name=table.caption, about=title, behind=behind) for title, table in tables if table.rows
    ]
    figures = beside.rows if beside.figures is None else beside.figures
    sheets = [
        *told,
        sheet_of_figures(figures, name="Figures", title="Figures", about=_FIGURES),
        *dictionary_sheets(figures, schema=beside.schema),
    ]
    cover = Cover(
        title=beside.title,
        subtitle=beside.about,
        notes=(_NOTE, f"Made with csc_metrics {__version__}."),
        licence=OGL_LINE,
        marking=beside.marking,
    )
    path.write_bytes(as_workbook(cover, sheets))
