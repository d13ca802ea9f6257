"""What `--publication` gives of an authority's own records: what may be published of them; and that it was is kept."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from csc_metrics.cli.local_figures import NoSuchLocalPeriod, codes_of, local_values
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Note, Status
from csc_metrics.disclosure.disclose import disclose
from csc_metrics.disclosure.ledger import keep_published_counts, read_published_counts
from csc_metrics.measures.counting.select import period_ends_held, values_asked
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.periods import PeriodRequest
from csc_metrics.settings.model import Settings


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
    is for internal use is suppressed, with a note. The arguments are those of `local_values`.
    Returns: schema MeasureValues.
    Raises: NoCleanRecords; UnknownAuthority; NoSuchLocalPeriod; LedgerFault; the errors of csc_metrics.published.
    """
    codes = codes_of(clean, authority_names)
    wanted = [measure.code for measure in measures if measure.from_records is not None]
    found: list[pl.DataFrame] = [MeasureValues.create_empty()]
    counts = {}
    for code in codes:
        values = local_values(
            clean,
            authority_names=[code],
            measures=list(LOCAL_MEASURES.values()),
            requests=[],
            published=published,
            settings=settings,
        )
        told = disclose(values, settings=settings, published_before=read_published_counts(clean, code))
        shown = told.values.filter(pl.col("measure").is_in(wanted))
        found.append(_asked(values, shown, measures=measures, requests=requests, la_code=code) if requests else shown)
        counts[code] = told.counts
    for code, told_counts in counts.items():
        keep_published_counts(clean, told_counts, la_code=code)
    return pl.concat(found)


def _asked(
    values: pl.DataFrame,
    shown: pl.DataFrame,
    *,
    measures: Sequence[Measure],
    requests: Sequence[PeriodRequest],
    la_code: str,
) -> pl.DataFrame:
    """Return figures of the periods asked for; those that are told internally alone, suppressed with a note."""
    counted = [measure for measure in measures if measure.from_records is not None]
    asked = values_asked(shown, measures=counted, requests=requests, la_codes=[la_code])
    internal = values_asked(values, measures=counted, requests=requests, la_codes=[la_code])
    if internal["value"].is_null().all():
        raise NoSuchLocalPeriod.asked([request.label for request in requests], period_ends_held(values))
    key = ["measure", "breakdown", "period_type", "period_end"]
    held = internal.filter(pl.col("value").is_not_null()).select(key).with_columns(is_internal=pl.lit(value=True))
    is_internal = pl.col("is_internal").fill_null(value=False) & (pl.col("status") == Status.NOT_COLLECTED.value)
    return (
        asked.join(held, on=key, how="left", validate="1:1")
        .with_columns(
            pl.when(is_internal).then(pl.lit(Status.SUPPRESSED.value)).otherwise("status").alias("status"),
            pl.when(is_internal).then(pl.lit(Note.INTERNAL_ONLY.value)).otherwise("note").alias("note"),
        )
        .drop("is_internal")
    )
