"""Figures as they may be published: small counts, and what would give them away, are hidden in every figure alike.

What is hidden hangs on all figures of an authority, never on those that somebody asks for, so that two tables, or two
downloads, never tell together what neither tells alone.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from csc_metrics.contracts.about_disclosure import CountRole, PublishedCounts
from csc_metrics.contracts.given_frames import polars_with_days
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Source
from csc_metrics.disclosure.counts_of_figures import FIGURE, FigureCounts, counts_of_figures, roles_told
from csc_metrics.disclosure.hiding import HiddenCounts, ShownBefore, hidden_counts
from csc_metrics.disclosure.linked_counts import Flags
from csc_metrics.disclosure.printed import counts_of_edition, printed_figures
from csc_metrics.disclosure.publishable import FEWEST_UNITS, is_process_share, publishable
from csc_metrics.disclosure.restated import restated
from csc_metrics.disclosure.same_counts import COUNT
from csc_metrics.disclosure.sums_of_figures import ALL
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.settings.model import PublicationSettings, Settings

_DEFAULTS: Final = Settings()
_BOTTOM, _REST = CountRole.BOTTOM.value, CountRole.REST.value


@dataclass(frozen=True, kw_only=True)
class Disclosed:
    """Figures that may be published, and the counts behind them.

    values: schema MeasureValues. counts: schema PublishedCounts; internal. told: schema PublishedCounts; internal:
    counts that are hidden here and cannot be protected any more, since earlier editions, DfE or sums told them, or
    what is left of one without the other.
    """

    values: pl.DataFrame
    counts: pl.DataFrame
    told: pl.DataFrame


def disclose(
    values: pl.DataFrame | pd.DataFrame,
    *,
    settings: Settings = _DEFAULTS,
    published_before: pl.DataFrame | None = None,
    printed: pl.DataFrame | None = None,
) -> Disclosed:
    """Return what may be published of measure values.

    Of local figures those that a public edition can have (`csc_metrics.disclosure.publishable`). A figure with a hidden
    count behind it is suppressed; a percentage, average or median of fewer than ten is too_few, and of its counts only
    the one below the line is shown, as nothing is shown above a hidden one. How many rows were set aside is not told.
    Where the settings exempt them, shares of a process are shown though what is left of them is small. DfE's published
    figures are as DfE hid them.
    values: schema MeasureValues, polars or pandas: every local figure of each authority, in every part and period.
    settings: publication. published_before: schema PublishedCounts, of earlier editions: what was hidden of a count
    that is the same now stays hidden, what was shown is known to readers, and shown again unless it is small; what
    differs by few from what was shown is hidden unless the settings exempt it. None: there is none. What DfE prints of
    the same is known to readers, too (`csc_metrics.disclosure.printed_by_dfe`). printed: schema MeasureValues, what DfE
    has printed of the same authorities: what differs from it by few is hidden as if an earlier edition had shown it.
    None: what is published among values.
    Source: methods of the suite, section 5; DfE, children in need methodology (counts of 1 to 5).
    """
    given = polars_with_days(values)
    is_local = pl.col("source") == Source.LOCAL.value
    before = PublishedCounts.create_empty() if published_before is None else published_before
    of_dfe = given.filter(~is_local) if printed is None else printed
    every = [
        _of_authority(own, before.filter(la_code=la_code), of_dfe.filter(area_code=la_code), str(la_code), settings)
        for (la_code,), own in given.filter(is_local).partition_by("area_code", as_dict=True).items()
    ]
    figures = pl.concat([given.filter(~is_local), *(one.values for one in every)])
    none = PublishedCounts.create_empty()
    return Disclosed(
        values=MeasureValues.validate(figures.sort(MeasureValues.primary_key()), cast=True),
        counts=_validated(pl.concat([none, *(one.counts for one in every)])),
        told=_validated(pl.concat([none, *(one.told for one in every)])),
    )


def _validated(counts: pl.DataFrame) -> pl.DataFrame:
    return PublishedCounts.validate(counts.sort(PublishedCounts.primary_key()), cast=True)


def _of_authority(
    own: pl.DataFrame, before: pl.DataFrame, of_dfe: pl.DataFrame, la_code: str, settings: Settings
) -> Disclosed:
    rows = publishable(own)
    # Readers of an earlier edition know what it showed, be it no figure of this one.
    earlier = own.join(before, on=FIGURE, how="semi").join(rows, on=FIGURE, how="anti")
    printed = roles_told(of_dfe.filter(pl.col("measure").is_in(list(LOCAL_MEASURES))))
    behind = counts_of_figures(pl.concat([rows, earlier]), publication=settings.publication, printed=printed)
    hidden = hidden_counts(
        behind.linked,
        threshold=settings.publication.threshold,
        is_exempt=_exempt(behind) if settings.publication.is_process_exempt else None,
        before=_before(behind, before),
        is_not_seen_small=_not_seen_small(behind),
        is_small_besides=_small_besides(behind, _with_printed(before, printed), settings.publication),
    )
    roles = behind.roles.with_columns(
        pl.lit(la_code).alias("la_code"), pl.Series("is_hidden", _of_roles(behind, hidden.is_hidden))
    )
    values = printed_figures(rows, roles, threshold=settings.publication.threshold)
    told = roles.filter(pl.Series(_of_roles(behind, hidden.is_told | _with_told_left(behind, hidden))))
    columns = list(PublishedCounts.create_empty().schema)
    return Disclosed(values=values, counts=counts_of_edition(values, roles).select(columns), told=told.select(columns))


def _small_besides(behind: FigureCounts, before: pl.DataFrame, publication: PublicationSettings) -> Flags:
    """Return which counts are not told though they are not small: of what is left, bottoms, what was restated.

    With the exemption by how few a figure was restated may be told.
    """
    besides = behind.is_left | _bottoms_of_few(behind, publication)
    if publication.is_restatement_exempt:
        return besides
    return besides | restated(behind, before, threshold=publication.threshold)


def _bottoms_of_few(behind: FigureCounts, publication: PublicationSettings) -> Flags:
    """Return which bottoms are so small that what is above the line and what is left may both be: of 10, 5 and 5.

    Were they hidden only where both are, that alone would tell that they are, and so, nearly, how many. Of fewer than
    ten nothing is told of how many are above the line, whatever it is.
    """
    roles = behind.roles
    is_small = (pl.col("amount") > 0) & (pl.col("amount") <= publication.threshold)
    few = roles.filter(is_small, pl.col("role") != _BOTTOM)
    if publication.is_process_exempt:
        few = few.filter(~_is_left_of_process(few["measure"].unique().to_list()))
    figures = roles.filter(role=_REST).join(few, on=FIGURE, how="semi")
    is_of_few = pl.col("amount").is_between(FEWEST_UNITS, 2 * publication.threshold)
    bottoms = roles.filter(is_of_few, role=_BOTTOM)
    return _flags(behind, bottoms.join(figures, on=FIGURE, how="semi")[COUNT])


def _not_seen_small(behind: FigureCounts) -> Flags:
    """Return which counts no reader can know to be small: those of shares of fewer than ten, which all look alike."""
    roles = behind.roles
    few = roles.filter(pl.col("amount") < FEWEST_UNITS, role=_BOTTOM).join(
        roles.filter(role=_REST), on=FIGURE, how="semi"
    )
    seen = roles.filter(pl.col("role") != _BOTTOM).join(few, on=FIGURE, how="anti")
    seen = pl.concat([seen, roles.filter(role=_BOTTOM)])
    return ~_flags(behind, seen[COUNT]) & ~behind.is_left


def _with_printed(before: pl.DataFrame, printed: pl.DataFrame) -> pl.DataFrame:
    """Return what readers may have of earlier editions or from DfE. Returns: columns of PublishedCounts."""
    told = [pl.lit(None, dtype=pl.String).alias("la_code"), pl.lit(value=False).alias("is_hidden")]
    return pl.concat([before, printed.with_columns(told).select(before.columns)])


def _exempt(behind: FigureCounts) -> Flags:
    """Return which counts are nothing but what is left of shares of a process: no number above or below a line.

    Of the whole authority alone: what is left of one agency's share tells of that agency.
    """
    is_left = _is_left_of_process(behind.roles["measure"].unique().to_list())
    left, others = behind.roles.filter(is_left), behind.roles.filter(~is_left)
    return _flags(behind, left[COUNT]) & ~_flags(behind, others[COUNT])


def _is_left_of_process(codes: list[str]) -> pl.Expr:
    """Return whether a count is what is left of a whole authority's share of a process. codes: of measures."""
    shares = [code for code in codes if is_process_share(code)]
    return (pl.col("role") == _REST) & pl.col("measure").is_in(shares) & (pl.col("breakdown") == ALL)


def _before(behind: FigureCounts, before: pl.DataFrame) -> ShownBefore:
    """Return which counts an earlier edition showed, or DfE does, and which were hid, where they are the same now."""
    same = behind.roles.join(before, on=[*FIGURE, "role", "amount"], how="inner", validate="1:1")
    is_shown = _flags(behind, same.filter(~pl.col("is_hidden"))[COUNT])
    is_shown |= behind.is_known
    return ShownBefore(is_shown=is_shown, is_hidden=_flags(behind, same.filter("is_hidden")[COUNT]) & ~is_shown)


def _with_told_left(behind: FigureCounts, hidden: HiddenCounts) -> Flags:
    """Return which hidden counts are beside another one of which it can be told what is left."""
    is_told_left = (hidden.is_told & behind.is_left).astype(np.float64)
    is_beside: Flags = abs(behind.linked.sums).T @ (abs(behind.linked.sums) @ is_told_left) > 0
    return is_beside & hidden.is_hidden & ~behind.is_left


def _flags(behind: FigureCounts, numbers: pl.Series) -> Flags:
    flags = np.zeros(behind.linked.many, dtype=np.bool_)
    flags[numbers.to_numpy()] = True
    return flags


def _of_roles(behind: FigureCounts, flags: Flags) -> Flags:
    """Return what is told by count by figure and role."""
    found: Flags = flags[behind.roles[COUNT].to_numpy()]
    return found
