"""What `--publication` gives of an authority's own records: what may be published of them; and that it was is kept."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import polars as pl

from csc_metrics.cli.local_figures import NoSuchLocalPeriod, codes_of, local_values
from csc_metrics.comparison.published_data import folder_of_published, load_published_data
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Note, Status
from csc_metrics.disclosure.counts_of_figures import FIGURE
from csc_metrics.disclosure.disclose import disclose
from csc_metrics.disclosure.ledger import keep_edition, read_published_counts
from csc_metrics.disclosure.public_measures import PUBLIC_MEASURES, of_public_measures
from csc_metrics.measures.counting.select import period_ends_held, values_asked
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES, PUBLISHED_MEASURES
from csc_metrics.narrative.about_editions import said_of_first_edition, said_of_known_counts
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
    printed_of: Callable[[pl.DataFrame], pl.DataFrame] = pl.DataFrame.clone,
) -> pl.DataFrame:
    """Return what may be published of measures counted from records, and keep that it was.

    All public measures are counted, whichever are asked for: what is hidden hangs on all of them. A figure of a period
    or of a measure that is for internal use is suppressed, with a note. Standard error says which measures those are,
    of which authorities no earlier edition is recorded, and which counts earlier editions told that are hidden now.
    The arguments are those of `local_values`; printed_of: the rows that are printed in the end of those returned, one
    authority's at a time; all of them unless it is given. Returns: schema MeasureValues.
    Raises: NoCleanRecords; UnknownAuthority; NoSuchLocalPeriod; LedgerFault; the errors of csc_metrics.published.
    """
    counted = [measure for measure in measures if measure.from_records is not None]
    _tell(_said_of_internal_ones(counted))
    found: list[pl.DataFrame] = [MeasureValues.create_empty()]
    codes = codes_of(clean, authority_names)
    of_dfe = _printed_by_dfe(codes, published, settings=settings)
    for code in codes:
        values = local_values(
            clean,
            authority_names=[code],
            measures=list(LOCAL_MEASURES.values()),
            requests=[],
            published=published,
            settings=settings,
        )
        before = read_published_counts(clean, code)
        told = disclose(of_public_measures(values), settings=settings, published_before=before, printed=of_dfe)
        shown = _asked(values, told.values, measures=counted, requests=requests)
        # What is not printed tells nobody anything.
        printed = told.counts.join(printed_of(shown), on=FIGURE, how="semi")
        _tell(said_of_first_edition(clean, code) if keep_edition(clean, printed, before=before, la_code=code) else "")
        _tell(said_of_known_counts(told.told, code))
        found.append(shown)
    return pl.concat(found)


def _printed_by_dfe(la_codes: Sequence[str], published: str | None, *, settings: Settings) -> pl.DataFrame:
    """Return what DfE has printed of authorities: nothing of made-up ones. Returns: schema MeasureValues."""
    real = [la_code for la_code in la_codes if la_code not in made_up_authorities()]
    if not real:
        return MeasureValues.create_empty()
    measures = list(PUBLISHED_MEASURES.values())
    data = load_published_data(folder_of_published(published), measures=measures, settings=settings)
    return data.values.filter(pl.col("area_code").is_in(real))


def _said_of_internal_ones(asked: Sequence[Measure]) -> str:
    """Say which measures that are asked for by name are for internal use; of all of them nothing need be said."""
    internal = [measure.code for measure in asked if measure.code not in PUBLIC_MEASURES]
    if not internal or len(asked) == len(LOCAL_MEASURES):
        return ""
    return f"For internal use, and not published: {', '.join(internal)}."


def _tell(said: str) -> None:
    """Write what is said, if anything is, to standard error."""
    if said:
        click.echo(said, err=True)


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
