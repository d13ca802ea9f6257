"""An analyst's working view of what came before and after each dated change of the settings, for notebooks."""

from typing import Final

import polars as pl

from csc_metrics.change.impact import impacts
from csc_metrics.change.recording import recording_checks
from csc_metrics.change.verdict import verdicts
from csc_metrics.charts.before_after import draw_before_after
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.chart_words import before_after_words
from csc_metrics.narrative.impact import verdict_on_a_change
from csc_metrics.narrative.words import lower_first
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.page.change_tables import checks_table, runs_table
from csc_metrics.report.page.model import Block, Picture
from csc_metrics.settings.model import Settings

_MONTHLY: Final = pl.col("period_type").is_in([PeriodType.MONTH.value, PeriodType.SNAPSHOT.value])
_WHOLE: Final = pl.col("breakdown") == "all"
_OF_A_CHANGE: Final = ("area_code", "measure", "breakdown", "source", "period_type", "change_name", "changed_on")
_NO_CHANGES: Final = "The settings name no dated change: add one under `changes` in settings.toml, stated beforehand."


def before_and_after(values: pl.DataFrame, *, settings: Settings) -> Shown:
    """Return each dated change of the settings: a chart with the old limits carried forward, verdict, runs and checks.

    Input: values, schema MeasureValues, of one authority. settings: of the authority.
    """
    if not settings.changes:
        return Shown([Block(code="changes", title="Before and after", words=(_NO_CHANGES,))])
    monthly = values.filter(_MONTHLY)
    told = verdicts(monthly, settings=settings).filter(_WHOLE)
    tested, checked = impacts(monthly, settings=settings), recording_checks(monthly, settings=settings)
    blocks = []
    for row in told.to_dicts():
        key = {name: row[name] for name in _OF_A_CHANGE}
        blocks.append(_change_block(row, series=monthly, tested=tested.filter(**key), checked=checked.filter(**key)))
    return Shown(blocks)


def _change_block(
    row: dict[str, object], *, series: pl.DataFrame, tested: pl.DataFrame, checked: pl.DataFrame
) -> Block:
    """Return one measure before and after one dated change."""
    measure = MEASURES[str(row["measure"])]
    sentence = verdict_on_a_change(row, impact=tested.row(0, named=True)).plain
    rows = series.filter(measure=measure.code, breakdown=row["breakdown"], period_type=row["period_type"])
    picture = _carried_forward(rows, before=tested.row(0, named=True))
    title = f"{row['change_name']}: {lower_first(measure.title_within)}"
    return Block(
        code=f"change-{measure.code.replace('_', '-')}-{row['changed_on']:%Y%m%d}",
        title=title,
        words=(sentence,),
        pictures=(picture,) if picture is not None else (),
        tables=(runs_table(f"{title}, before and after", tested), checks_table(f"{title}, recording", checked)),
    )


def _carried_forward(rows: pl.DataFrame, *, before: dict[str, object]) -> Picture | None:
    """Return the series with the limits of the time before the change carried on over what came after.

    Its alternative says what is drawn; the verdict stands beside it. Input: rows, schema MeasureValues, one series.
    before: row of Impacts of all months.
    """
    measure = MEASURES[str(before["measure"])]
    svg = draw_before_after(rows.to_pandas(), measure=measure, impact=before)
    caption = f"{measure.title}; what was usual before the change is carried on after it."
    alternative = " ".join(before_after_words(rows, measure=measure, impact=before))
    return Picture(svg=svg, alternative=alternative, caption=caption) if svg is not None else None
