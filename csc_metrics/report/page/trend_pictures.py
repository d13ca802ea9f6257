"""The scorecard's trend lines as cells of its table."""

import polars as pl

from csc_metrics.charts.trend_lines import draw_trend_lines
from csc_metrics.narrative.picture_words import trend_line_words
from csc_metrics.report.page.model import Picture

FigureKey = tuple[str, str]
"""Code of a measure, and its part."""


def trend_pictures(values: pl.DataFrame, *, scores: pl.DataFrame) -> dict[FigureKey, Picture]:
    """Return a small picture for each partner measure that has any figure in the last two years.

    Input: values, schema MeasureValues, of one authority; scores, schema Scorecard, of it.
    Raises: ValueError if the rows are of more than one authority.
    """
    words = trend_line_words(values, scores=scores)
    drawn = draw_trend_lines(values.to_pandas(), scores=scores.to_pandas())
    return {figure: Picture(svg=svg, alternative=words[figure]) for figure, svg in drawn.items()}
