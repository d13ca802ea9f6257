"""An older scorecard beside the figures of an internal report: read, set beside them, shown and kept as CSV."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics.comparison.against_old import OfAnotherAuthority, reconcile
from csc_metrics.comparison.known_differences import siblings_of
from csc_metrics.comparison.old_scorecard import WHOLE, read_old_scorecard
from csc_metrics.comparison.published_data import folder_of_published, load_published_data
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Source
from csc_metrics.errors import WrongUse
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.records.fault_lists import without_formulas
from csc_metrics.report.chapters import ShownChapter, chapter_of
from csc_metrics.report.page.model import Block
from csc_metrics.report.page.reconciliation_block import RECONCILIATION, reconciliation_block
from csc_metrics.report.workbook_sheets import MOST_ROWS
from csc_metrics.settings.model import Settings

RECONCILIATION_FILE: Final = f"{RECONCILIATION}.csv"
"""Beside an internal page where an older scorecard is given: every older figure, and ours beside it."""
_TITLE: Final = "Beside the older scorecard"
_NONE_GIVEN: Final = (
    'No older scorecard is given. To set one beside these figures, name a CSV file in the cell above: against = "…".'
)
_KEY: Final = ("measure", "breakdown", "period_type", "period_end", "source")
_FREE_TEXT: Final = "note"
"""What a council adds in its own words may name anybody, and is not passed on."""


class ScorecardOfNobody(WrongUse):
    """An older scorecard does not say whose figures it holds, and several reports would have to share it."""

    @classmethod
    def for_several(cls, path: Path, rows: Sequence[int], *, reports: int) -> Self:
        """Word the error. rows: lines of the file that name no authority. reports: of how many authorities."""
        line = f"row {rows[0]} names" if len(rows) == 1 else f"{len(rows):,} rows (the first is row {rows[0]}) name"
        return cls(
            f"{path}: {line} no authority, and reports of {reports} authorities are asked for. Give every row a name "
            'or code under a heading "Authority", or ask for the report of one authority.'
        )


@dataclass(frozen=True, kw_only=True)
class GivenScorecard:
    """An older scorecard that was read and found fit for the reports asked for.

    path: of the file. la_codes: whose figures it holds; None: one report is asked for, and all are its authority's.
    measures: published ones that it tells of, or that may be taken for those.
    """

    path: Path
    la_codes: frozenset[str] | None
    measures: tuple[Measure, ...]

    def is_of(self, la_code: str) -> bool:
        """Whether it has a figure of an authority. la_code: of one whose report is asked for."""
        return self.la_codes is None or la_code in self.la_codes


@dataclass(frozen=True, kw_only=True)
class OlderScorecard:
    """An older scorecard beside one authority's figures. file: its name. rows: schema Reconciliation.

    ours: schema MeasureValues, every figure of ours that stands beside an older one or explains it.
    """

    file: str
    rows: pl.DataFrame
    ours: pl.DataFrame


def given_scorecard(path: Path, authorities: Sequence[Authority], *, is_each_named: bool) -> GivenScorecard:
    """Read an older scorecard once, before any report is begun, and see that it fits the reports asked for.

    authorities: whose reports these are. is_each_named: whether each was asked for by name, and so must be in the file;
    else one of them must be.
    Raises: the errors of `read_old_scorecard`; ScorecardOfNobody; OfAnotherAuthority.
    """
    old = read_old_scorecard(path)
    measures = tuple(_published_ones(old))
    nobodys = old.filter(pl.col("la_code").is_null())
    if len(authorities) > 1 and nobodys.height:
        raise ScorecardOfNobody.for_several(path, nobodys["row"].to_list(), reports=len(authorities))
    if nobodys.height:
        return GivenScorecard(path=path, la_codes=None, measures=measures)
    held = sorted(set(old["la_code"]))
    absent = [one.la_code for one in authorities if one.la_code not in held]
    if absent and (is_each_named or len(absent) == len(authorities)):
        raise OfAnotherAuthority.named(absent[0], held)
    return GivenScorecard(path=path, la_codes=frozenset(held), measures=measures)


def older_scorecard_of(
    against: str, values: pl.DataFrame, *, la_code: str, published: str, settings: Settings
) -> OlderScorecard | None:
    """Set an older scorecard beside an authority's figures, of its own records and, of a real one, DfE's too.

    against: the file; empty: there is none, and None comes back. values: schema MeasureValues, of the authority.
    published: folder of DfE's files, as in a notebook. settings: with which ours were counted.
    Raises: the errors of `read_old_scorecard` and of csc_metrics.published; OfAnotherAuthority.
    """
    if not against:
        return None
    old = read_old_scorecard(Path(against))
    told = pl.concat([values, _published_values(old, values, la_code=la_code, published=published, settings=settings)])
    rows = reconcile(old, told, la_code=la_code, settings=settings)
    return OlderScorecard(file=Path(against).name, rows=rows, ours=_ours_told(rows, told))


def older_chapter(older: OlderScorecard | None) -> ShownChapter:
    """Return the chapter of an older scorecard; one without blocks, which no page shows, where none is given.

    older: of `older_scorecard_of`.
    """
    if older is None:
        return chapter_of("older-chapter", _TITLE, (), instead=_NONE_GIVEN)
    block = reconciliation_block(older.rows)
    told = f"The older scorecard is the file {older.file}. Its figures are shown as they stand in it."
    shown = replace(block, words=(*block.words, told))
    return chapter_of("older-chapter", _TITLE, [shown], opening=block.words[:1])


def with_every_row(blocks: Sequence[Block], older: OlderScorecard | None) -> list[Block]:
    """Return the blocks of a page, that of the older scorecard with all its rows, as a workbook can hold them.

    blocks: of the page. older: of `older_scorecard_of`.
    """
    if older is None:
        return list(blocks)
    whole = reconciliation_block(older.rows, most=MOST_ROWS)
    return [whole if block.code == RECONCILIATION else block for block in blocks]


def tables_behind(older: OlderScorecard | None) -> dict[str, pl.DataFrame]:
    """Return the table in which older figures stand, by its file's name without ending; none where none is given.

    older: of `older_scorecard_of`. Returns: schema Reconciliation, the rows beside which one of ours stands.
    """
    return {} if older is None else {RECONCILIATION: older.rows.drop_nulls("period_end")}


def write_reconciliation(older: OlderScorecard | None, folder: Path) -> list[str]:
    """Write every older figure with ours beside it into a folder; notes of the file, which are free text, are left out.

    older: of `older_scorecard_of`. Returns: the names of the files written; none where there is no older scorecard.
    """
    if older is None:
        return []
    rows = without_formulas(older.rows.drop(_FREE_TEXT))
    (folder / RECONCILIATION_FILE).write_bytes(rows.write_csv().encode())
    return [RECONCILIATION_FILE]


def _published_ones(old: pl.DataFrame) -> list[Measure]:
    """Return the published measures that an older scorecard tells of, and those that may be taken for one of them."""
    told = old["measure"].drop_nulls().unique().to_list()
    codes = {*told, *(sibling.other for code in told for sibling in siblings_of(code, breakdown=WHOLE))}
    return [measure for code, measure in PUBLISHED_MEASURES.items() if code in codes]


def _published_values(
    old: pl.DataFrame, values: pl.DataFrame, *, la_code: str, published: str, settings: Settings
) -> pl.DataFrame:
    """Return DfE's figures that an older scorecard may tell; none of a made-up authority, or where they are there."""
    measures = _published_ones(old)
    is_there = values.filter(source=Source.PUBLISHED.value).height > 0
    if la_code in made_up_authorities() or is_there or not measures:
        return MeasureValues.create_empty()
    data = load_published_data(folder_of_published(published), measures=measures, settings=settings)
    return data.values.filter(area_code=la_code)


def _ours_told(rows: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of measure values that a reconciliation names, each once."""
    others = rows.select(pl.col(f"other_{name}").alias(name) for name in _KEY)
    named = pl.concat([rows.select(_KEY), others]).drop_nulls().unique()
    return values.join(named, on=_KEY, how="semi")
