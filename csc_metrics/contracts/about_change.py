"""Schemas and words of change over time: process charts, reference periods, and before and after a dated change."""

from enum import StrEnum
from typing import Final

import dataframely as dy
import polars as pl

from csc_metrics.contracts.tables import one_of


class ProcessChart(StrEnum):
    """How limits are drawn: XmR from moving ranges; p from binomial chance; p_prime from both (Laney)."""

    XMR = "xmr"
    P = "p"
    P_PRIME = "p_prime"


class Variation(StrEnum):
    """What a series' newest points say: a signal for the better, for the worse, without a judgement, or none."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    RISING = "rising"
    FALLING = "falling"
    NONE = "none"
    NOT_KNOWN = "not_known"


class Assurance(StrEnum):
    """Whether a target will be met while nothing changes: always, never, or by chance.

    moved: the figure has left the limits by which that would be told.
    """

    RELIABLY = "reliably"
    NEVER = "never"
    BY_CHANCE = "by_chance"
    MOVED = "moved"
    NO_TARGET = "no_target"
    NOT_KNOWN = "not_known"


ASSURANCE: Final = (
    "Whether the target is met reliably, never or by chance; moved: the figure has left the limits that would tell"
)
"""What the column of that name says."""


class SignalRule(StrEnum):
    """A rule by which a point of a process chart is a signal; any: at least one of them."""

    OUTSIDE = "outside"
    RUN = "run"
    TREND = "trend"
    NEAR_LIMIT = "near_limit"
    ANY = "any"


class Verdict(StrEnum):
    """What the figures say about a dated change; none of them says what caused it."""

    MOVED_AS_EXPECTED = "moved_as_expected"
    MOVED_THE_OTHER_WAY = "moved_the_other_way"
    MOVED_OTHERWISE = "moved_otherwise"
    NO_CLEAR_MOVE = "no_clear_move"
    RECORDING_CHANGED = "recording_changed"
    NOT_ENOUGH_DATA = "not_enough_data"


class Run(StrEnum):
    """Which months a before-and-after is worked out from."""

    ALL_MONTHS = "all_months"
    WITHOUT_TRANSITION = "without_transition"
    WITHOUT_MONTHS_BEFORE = "without_months_before"


class _Series(dy.Schema):
    """The key of a series in the long table of measure values."""

    area_code = dy.String(primary_key=True, description="la_code of an authority; ONS code of a region or of England")
    measure = dy.String(primary_key=True, description="Code of the measure; the dictionary defines it")
    breakdown = dy.String(primary_key=True, description='"all", or a part such as "agency=police"')
    source = dy.String(primary_key=True, description="local or published")
    period_type = dy.String(primary_key=True, description="month, quarter, year, rolling_12_months or snapshot")


class ProcessPoints(_Series):
    """A series on its process chart: one row per area, measure, breakdown, source, type of period and period."""

    period_end = dy.Date(primary_key=True, description="Last day of the period")
    value = dy.Float64(
        nullable=True, description="In the measure's unit; null where there is none, and the line breaks"
    )
    adjusted = dy.Float64(nullable=True, description="Value less what its season usually adds; the value where none is")
    chart = one_of(ProcessChart, description="xmr, p or p_prime")
    stage = dy.Int64(min=1, description="1, and one more from each date in the settings on which limits are drawn anew")
    centre = dy.Float64(nullable=True, description="Mean of the stage: its tops over its bottoms for proportions")
    lower_limit = dy.Float64(nullable=True, description="Lower limit of usual variation")
    upper_limit = dy.Float64(nullable=True, description="Upper limit of usual variation")
    is_trial = dy.Bool(description="Limits from fewer than 12 points: on trial")
    is_outside = dy.Bool(description="Outside the limits")
    is_in_run = dy.Bool(description="One of 7 or more points in a row on one side of the centre")
    is_in_trend = dy.Bool(description="One of 7 or more points in a row, each above (or each below) the one before")
    is_near_limit = dy.Bool(description="One of 2 of 3 points in a row beyond two thirds of the way to one limit")
    variation = one_of(Variation, description="What this point's signals say; none without one")


class ProcessSummaries(_Series):
    """What a process chart says in sum: one row per area, measure, breakdown, source and type of period."""

    points = dy.Int64(min=0, description="Periods with a value")
    first_on = dy.Date(nullable=True, description="Last day of the first period with a value")
    last_on = dy.Date(nullable=True, description="Last day of the newest period with a value")
    latest = dy.Float64(nullable=True, description="The newest value")
    chart = one_of(ProcessChart, description="xmr, p or p_prime")
    centre = dy.Float64(nullable=True, description="Of the newest stage")
    lower_limit = dy.Float64(nullable=True, description="Of the newest point")
    upper_limit = dy.Float64(nullable=True, description="Of the newest point")
    is_trial = dy.Bool(description="The newest stage has fewer than 12 points")
    rebased_on = dy.Date(nullable=True, description="First day of the newest stage, where the settings give one")
    is_season_adjusted = dy.Bool(description="Whether what each month of the year usually adds was taken off first")
    same_month_change = dy.Float64(nullable=True, description="The newest value less the one a year before")
    autocorrelation = dy.Float64(
        nullable=True, description="Of each value's distance from the centre with the next one's: -1 to 1"
    )
    is_correlated = dy.Bool(description="Neighbouring months are alike, so that signals are more often false")
    signals = dy.Int64(min=0, description="Points of the newest stage with a signal")
    signal_chance = dy.Float64(
        nullable=True, min=0, max=1, description="How often the newest point would signal by chance, from simulation"
    )
    variation = one_of(Variation, description="improving, worsening, rising, falling or none, at the newest point")
    target = dy.Float64(nullable=True, description="In the measure's unit; from the settings")
    assurance = one_of(Assurance, description=ASSURANCE)
    target_periods = dy.Int64(
        nullable=True,
        min=0,
        description="Periods of the year up to the newest that have a value; null without a target",
    )
    target_met = dy.Int64(nullable=True, min=0, description="Of these, how many met the target")


class SignalsSince(_Series):
    """Since when a signal holds: one row per series whose newest period has one."""

    since = dy.Date(
        description="Last day of the first of the periods in a row, up to the newest, that say the same on one side of "
        "what is usual"
    )
    variation = one_of(Variation, description="improving, worsening, rising or falling")
    periods = dy.Int64(min=1, description="How many periods those are")


class SignalsByChance(dy.Schema):
    """How many newest points would be signals though nothing changed: one row per rule, for the series of a page."""

    rule = dy.String(
        primary_key=True,
        regex="^(" + "|".join(word.value for word in SignalRule) + ")$",
        description="outside, run, trend, near_limit, or any of them",
    )
    series = dy.Int64(min=0, description="Series with points enough to be held to the rules")
    by_chance = dy.Float64(min=0, description="Of those, how many would have it by chance, were months independent")
    by_chance_where_correlated = dy.Float64(
        min=0, description="The same, were the series whose neighbouring months are alike mildly correlated"
    )
    found = dy.Int64(nullable=True, min=0, description="How many have it; null but for any")


class ReferenceComparisons(_Series):
    """A series beside its own named past: one row per series and reference period of the settings."""

    reference = dy.String(primary_key=True, description='Its name in the settings, such as "before the pandemic"')
    reference_from = dy.Date(description="Its first day")
    reference_to = dy.Date(description="Its last day")
    points = dy.Int64(min=0, description="Periods within it that have a value")
    centre = dy.Float64(nullable=True, description="Mean of the reference period")
    lower_limit = dy.Float64(nullable=True, description="Lower limit of its usual variation")
    upper_limit = dy.Float64(nullable=True, description="Upper limit of its usual variation")
    is_trial = dy.Bool(description="Limits from fewer than 12 points: on trial")
    latest_on = dy.Date(nullable=True, description="Last day of the newest period with a value after it")
    latest = dy.Float64(nullable=True, description="The newest value after it")
    variation = one_of(Variation, description="How the points after it lie beside its limits")


class RatioSplits(_Series):
    """What moved a ratio: one row per area, measure, breakdown, source, type of period, period and older period."""

    period_end = dy.Date(primary_key=True, description="Last day of the newer period")
    compared_with = dy.String(
        primary_key=True, regex="^(period_before|year_before)$", description="Which older period it is compared with"
    )
    value_before = dy.Float64(description="Top over bottom in the older period, in the measure's unit")
    value = dy.Float64(description="Top over bottom in the newer period, in the measure's unit")
    change = dy.Float64(description="The newer less the older")
    from_numerator = dy.Float64(description="What the top did, in the measure's unit")
    from_denominator = dy.Float64(description="What the bottom did, in the measure's unit")
    numerator_change = dy.Float64(description="Top of the newer period less that of the older")
    denominator_change = dy.Float64(description="Bottom of the newer period less that of the older")

    @dy.rule()
    def parts_make_the_whole(cls) -> pl.Expr:
        """What the top did and what the bottom did add up to the change."""
        return (pl.col("from_numerator") + pl.col("from_denominator") - pl.col("change")).abs() < 1e-6


class _DatedChange(_Series):
    """The key of a series before and after a dated change."""

    change_name = dy.String(primary_key=True, description="What changed, as the settings name it")
    changed_on = dy.Date(primary_key=True, description="First day of the change")


class Impacts(_DatedChange):
    """Before and after a dated change: one row per series, dated change and run."""

    run = dy.String(
        primary_key=True,
        regex="^(" + "|".join(word.value for word in Run) + ")$",
        description="All months, without the transition, or without the months just before",
    )
    points_before = dy.Int64(min=0, description="Periods with a value before the change")
    points_after = dy.Int64(min=0, description="Periods with a value from the change on")
    baseline_from = dy.Date(nullable=True, description="Last day of the first period of the baseline")
    baseline_to = dy.Date(nullable=True, description="Last day of the last period of the baseline")
    mean_before = dy.Float64(nullable=True, description="Mean of the values before")
    mean_after = dy.Float64(nullable=True, description="Mean of the values after")
    lower_limit = dy.Float64(
        nullable=True, description="Lower limit of the baseline's usual variation, carried forward"
    )
    upper_limit = dy.Float64(
        nullable=True, description="Upper limit of the baseline's usual variation, carried forward"
    )
    outside_after = dy.Int64(min=0, description="Periods after it that lie outside those limits")
    level = dy.Float64(nullable=True, description="Step at the change, in the measure's unit")
    level_lower = dy.Float64(nullable=True, description="Lower end of its 95% interval")
    level_upper = dy.Float64(nullable=True, description="Upper end of its 95% interval")
    level_p = dy.Float64(nullable=True, min=0, max=1, description="How often a step so large would come without one")
    slope_before = dy.Float64(nullable=True, description="Movement for each period before, in the measure's unit")
    slope = dy.Float64(nullable=True, description="Change of that movement at the change")
    slope_lower = dy.Float64(nullable=True, description="Lower end of its 95% interval")
    slope_upper = dy.Float64(nullable=True, description="Upper end of its 95% interval")
    slope_p = dy.Float64(nullable=True, min=0, max=1, description="How often such a change would come without one")
    autocorrelation = dy.Float64(nullable=True, description="Of what the model leaves, from one period to the next")
    is_season_adjusted = dy.Bool(description="Whether the model holds the season of the year")


class RecordingChecks(_DatedChange):
    """Whether recording changed with practice: one row per series, dated change and check."""

    check = dy.String(
        primary_key=True,
        regex="^(denominator|unknowns|aside|definition|attended_by_default)$",
        description="What was looked at",
    )
    before = dy.Float64(nullable=True, description="Its mean before, in its own unit")
    after = dy.Float64(nullable=True, description="Its mean after")
    is_checked = dy.Bool(description="False where there was nothing to look at")
    is_changed = dy.Bool(description="It moved by more than chance")


class Verdicts(_DatedChange):
    """The verdict on a dated change: one row per series and dated change."""

    expected_shape = dy.String(regex="^(level|slope|level_and_slope)$", description="As stated beforehand")
    verdict = one_of(Verdict, description="What the figures say, never what caused it")
    is_baseline_short = dy.Bool(description="Fewer than 12 periods before")
    is_baseline_bad = dy.Bool(
        description="The months just before were unusually bad, so that they would have got better"
    )
    is_recording_changed = dy.Bool(description="A check of recording found a change")
    is_robust = dy.Bool(description="All runs say the same")
