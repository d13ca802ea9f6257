"""What `--publication` gives of an authority's own records: what may be published of them; and that it was is kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
import polars as pl

from csc_metrics.cli.local_figures import NoSuchLocalPeriod, codes_of, local_values
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Note, PeriodType, Status
from csc_metrics.disclosure.counts_of_figures import FIGURE
from csc_metrics.disclosure.disclose import Disclosed, disclose
from csc_metrics.disclosure.ledger import (
    is_first_edition,
    keep_published_counts,
    one_edition_at_a_time,
    read_published_counts,
)
from csc_metrics.measures.counting.select import period_ends_held, values_asked
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.numbers import format_date
from csc_metrics.periods import PeriodRequest
from csc_metrics.settings.model import Settings

_MOST_NAMED: Final = 5
_TO: Final = {
    PeriodType.MONTH.value: "month to ",
    PeriodType.QUARTER.value: "quarter to ",
    PeriodType.SNAPSHOT.value: "",
}
"""How the day on which a period ends is led in; a period of twelve months is the year to it."""


def publishable_values(
    clean: Path,
    *,
    authority_names: Sequence[str],
    measures: Sequence[Measure],
    requests: Sequence[PeriodRequest],
    published: str | None,
    settings: Settings,
) -> pl.DataFrame:
    """Return what may be published of measures counted from records, and keep that it was.

    All measures are counted, whichever are asked for: what is hidden hangs on all of them. A figure of a period that
    is for internal use is suppressed, with a note. Standard error says of which authorities no earlier edition is
    recorded, and which counts earlier editions told that are hidden now.
    The arguments are those of `local_values`. Returns: schema MeasureValues.
    Raises: NoCleanRecords; UnknownAuthority; NoSuchLocalPeriod; LedgerFault; the errors of csc_metrics.published.
    """
    counted = [measure for measure in measures if measure.from_records is not None]
    found: list[pl.DataFrame] = [MeasureValues.create_empty()]
    for code in codes_of(clean, authority_names):
        values = local_values(
            clean,
            authority_names=[code],
            measures=list(LOCAL_MEASURES.values()),
            requests=[],
            published=published,
            settings=settings,
        )
        with one_edition_at_a_time(clean, code):
            _tell_if_first(clean, code)
            told = disclose(values, settings=settings, published_before=read_published_counts(clean, code))
            shown = _asked(values, told.values, measures=counted, requests=requests)
            # What is not printed tells nobody anything.
            keep_published_counts(clean, told.counts.join(shown, on=FIGURE, how="semi"), la_code=code)
        _tell_what_is_known(told, code)
        found.append(shown)
    return pl.concat(found)


def _tell_if_first(clean: Path, la_code: str) -> None:
    if is_first_edition(clean, la_code):
        click.echo(
            f"{la_code}: no earlier edition is recorded. If one was published, put the folder published_counts back "
            f"from its copy into {clean} before this one leaves the house.",
            err=True,
        )


def _tell_what_is_known(told: Disclosed, la_code: str) -> None:
    """Say on standard error which figures are hidden though earlier editions have told them, or may have."""
    figures = told.told.select(FIGURE).unique(maintain_order=True).rows()
    if not figures:
        return
    named = [
        f"{measure} ({part}, {_TO.get(kind, 'year to ')}{format_date(end)})"
        for measure, part, kind, end in figures[:_MOST_NAMED]
    ]
    more = f" and {len(figures) - _MOST_NAMED:,} more" if len(figures) > _MOST_NAMED else ""
    click.echo(
        f"{la_code}: hidden here, though readers of earlier editions know it or may work it out: "
        f"{', '.join(named)}{more}.",
        err=True,
    )


def _asked(
    values: pl.DataFrame, published: pl.DataFrame, *, measures: Sequence[Measure], requests: Sequence[PeriodRequest]
) -> pl.DataFrame:
    """Return published figures of the measures and periods asked for; all periods where none is.

    Of a period that is asked for, figures that are told internally alone are suppressed with a note, whatever is told.
    """
    shown = published.filter(pl.col("measure").is_in([measure.code for measure in measures]))
    if not requests:
        return shown
    codes = values["area_code"].unique().to_list()
    asked, internal = (
        values_asked(rows, measures=measures, requests=requests, la_codes=codes) for rows in (shown, values)
    )
    if internal["value"].is_null().all():
        raise NoSuchLocalPeriod.asked([request.label for request in requests], period_ends_held(values))
    is_missing = pl.col("status") == Status.NOT_COLLECTED.value
    held = internal.filter(~is_missing).select(*FIGURE, is_held=pl.lit(value=True))
    told = asked.join(held, on=FIGURE, how="left", validate="1:1")
    is_internal = is_missing & pl.col("is_held").fill_null(value=False)
    return told.with_columns(
        pl.when(is_internal).then(pl.lit(Status.SUPPRESSED.value)).otherwise("status").alias("status"),
        pl.when(is_internal).then(pl.lit(Note.INTERNAL_ONLY.value)).otherwise("note").alias("note"),
        pl.lit(None, dtype=pl.Int64).alias("rows_aside"),
    ).drop("is_held")
