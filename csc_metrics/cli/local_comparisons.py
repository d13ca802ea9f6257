"""`csc-metrics compare --source local`: an authority's own figures beside its neighbours'."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click
import polars as pl

from csc_metrics.cli.local_figures import NoSuchLocalPeriod, codes_of, local_values
from csc_metrics.cli.publication import publishable_values
from csc_metrics.comparison.local_data import local_against_others, local_comparisons
from csc_metrics.comparison.published_data import folder_of_published, load_published_data
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Source, Status
from csc_metrics.data_quality.held import authorities_held
from csc_metrics.disclosure.counts_of_figures import FIGURE
from csc_metrics.disclosure.public_measures import PUBLIC_MEASURES
from csc_metrics.measures.counting.select import period_ends_held, values_asked
from csc_metrics.measures.measure import Measure
from csc_metrics.periods import PeriodRequest
from csc_metrics.progress import Tell
from csc_metrics.published.neighbours import carried_neighbours, read_neighbours
from csc_metrics.settings.model import Settings


def compared_locally(
    clean: Path,
    *,
    authority_names: Sequence[str],
    measures: Sequence[Measure],
    request: PeriodRequest | None,
    neighbour_model: str,
    published: str | None,
    settings: Settings,
    tell: Tell,
    publication: bool,
) -> pl.DataFrame:
    """Return local figures beside their neighbours', and say on standard error whose figures those are.

    What is published stands beside what DfE published alone: neighbours' own figures are theirs to publish.
    The arguments are the command's options. Returns: schema Comparisons.
    Raises: NoCleanRecords; UnknownAuthority; NoSuchLocalPeriod; LedgerFault; the errors of csc_metrics.published.
    """
    codes = codes_of(clean, authority_names)
    held = [one.la_code for one in authorities_held(clean)]
    counted = [measure for measure in measures if measure.from_records is not None]
    if publication:
        counted = [measure for measure in counted if measure.code in PUBLIC_MEASURES]
    everybody = codes if publication else list(dict.fromkeys([*codes, *held]))
    count = partial(publishable_values, printed_of=partial(_told, measures=counted, request=request))
    values = (count if publication else local_values)(
        clean, authority_names=everybody, measures=counted, requests=[], published=published, settings=settings
    )
    asked = _asked(values, codes=codes, measures=counted, request=request)
    printed, neighbours = _published(published, measures=counted, settings=settings, tell=tell)
    against = local_against_others(
        values.clear() if publication else values,
        completed=asked,
        published=printed,
        neighbours=neighbours,
        neighbour_models=[neighbour_model],
    )
    click.echo(whose_figures(against), err=True)
    return local_comparisons(against, values=values)


def whose_figures(against: pl.DataFrame) -> str:
    """Return one line on whose figures the neighbours' are, and of which days. Input: against, schema AgainstOthers."""
    is_local = pl.col("comparator_source") == Source.LOCAL.value
    local, printed = against.filter(is_local), against.filter(~is_local)
    told = (
        [f"{local.height} beside their own of the same period ({_days(local['period_end'])})"] if local.height else []
    )
    if printed.height:
        told.append(
            f"{printed.height} of {_days(printed['period_end'])} beside those that DfE published of "
            f"{_days(printed['comparator_period_end'])}"
        )
    alone = against.filter(pl.col("comparator_source").is_null()).height
    told += [f"{alone} beside nobody's"] if alone else []
    return f"Rows by whose figures the neighbours' are: {'; '.join(told) or 'none'}."


def _days(days: pl.Series) -> str:
    first, last = min(days.to_list()), max(days.to_list())
    return str(first) if first == last else f"{first} to {last}"


def _published(
    published: str | None, *, measures: Sequence[Measure], settings: Settings, tell: Tell
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return DfE's values of the measures that it publishes, and the lists of neighbours."""
    folder, wanted = folder_of_published(published), [measure for measure in measures if measure.tables]
    if wanted:
        data = load_published_data(folder, measures=wanted, settings=settings, tell=tell)
        return data.values, data.neighbours
    if folder is None:
        return MeasureValues.create_empty(), carried_neighbours()
    return MeasureValues.create_empty(), read_neighbours(folder, workbooks=settings.neighbours.workbooks)


def _asked(
    values: pl.DataFrame, *, codes: Sequence[str], measures: Sequence[Measure], request: PeriodRequest | None
) -> pl.DataFrame:
    """Return the rows to compare: those of a period, or each measure's newest of its shortest type of period.

    Raises: NoSuchLocalPeriod.
    """
    own = values.filter(pl.col("area_code").is_in(codes))
    asked = _rows(own, measures=measures, request=request)
    if request is not None and asked["value"].is_null().all():
        raise NoSuchLocalPeriod.asked([request.label], period_ends_held(own))
    return asked


def _rows(own: pl.DataFrame, *, measures: Sequence[Measure], request: PeriodRequest | None) -> pl.DataFrame:
    if request is None:
        return _newest(own, measures)
    codes = own["area_code"].unique(maintain_order=True).to_list()
    return values_asked(own, measures=measures, requests=[request], la_codes=codes)


def _told(own: pl.DataFrame, *, measures: Sequence[Measure], request: PeriodRequest | None) -> pl.DataFrame:
    """Return the rows that a comparison tells: those it prints, and those of a year before, by the change on them."""
    asked = _rows(own, measures=measures, request=request)
    year_before = pl.col("period_end").dt.month_start().dt.offset_by("-12mo").dt.month_end()
    before = asked.select("area_code", *FIGURE).with_columns(year_before.alias("period_end"))
    return pl.concat([asked, own.join(before, on=before.columns, how="semi")])


def _newest(values: pl.DataFrame, measures: Sequence[Measure]) -> pl.DataFrame:
    shortest = {one.code: one.from_records.periods[0].value for one in measures if one.from_records is not None}
    of_type = values.filter(pl.col("period_type") == pl.col("measure").replace_strict(shortest, return_dtype=pl.String))
    is_told = (pl.col("status") == Status.OK.value) & (pl.col("breakdown") == "all")
    newest = pl.col("period_end").filter(is_told).max().over("area_code", "measure")
    return of_type.filter(pl.col("period_end") == newest)
