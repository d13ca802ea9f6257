"""Schemas and words of the improvement board: partner measures, data grades, actions, and what has moved since."""

from enum import StrEnum

import dataframely as dy
import polars as pl

from csc_metrics.contracts.about_change import ASSURANCE, Assurance, Variation, Verdict
from csc_metrics.contracts.tables import one_of
from csc_metrics.contracts.vocabulary import Status


class Grade(StrEnum):
    """Whether the records behind a figure pass one of the four tests of a data grade."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class Evidence(StrEnum):
    """What something says of a priority's progress; none of them says what caused it."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


class Moved(StrEnum):
    """What can have moved since a day: an action, or the figure that one should move."""

    DONE = "done"
    OPENED = "opened"
    OVERDUE = "overdue"
    DATE_MOVED = "date_moved"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    FIGURE = "figure"
    DATED_CHANGE = "dated_change"
    RECORDING_CHANGED = "recording_changed"


class _PartnerFigure(dy.Schema):
    """The key of a partner measure of an authority."""

    area_code = dy.String(primary_key=True, description="la_code of the authority")
    measure = dy.String(primary_key=True, description="Code of the measure; the dictionary defines it")
    breakdown = dy.String(primary_key=True, description='"all", or a part such as "agency=police"')


class DataGrades(_PartnerFigure):
    """What is known of the records behind partner measures: one row per authority and partner measure."""

    complete = one_of(Grade, description="yes from 90% on; not_known where no extract tells")
    complete_pct = dy.Float64(
        nullable=True,
        min=0,
        max=100,
        description="Lowest share filled of the fields it reads, or share of its units of a year that could be judged",
    )
    timely = one_of(
        Grade, description="yes up to 10% late and 31 days behind; not_known while two extracts are wanting"
    )
    late_pct = dy.Float64(
        nullable=True, min=0, max=100, description="Highest share of events it reads that came late to the extracts"
    )
    days_behind = dy.Int64(
        nullable=True, min=0, description="Days that the newest extract it reads lies before the authority's newest"
    )
    checked = one_of(Grade, description="yes where fewer than 5% of the records it reads have a fault that weakens it")
    faulty_pct = dy.Float64(
        nullable=True, min=0, max=100, description="Highest share of records of a table it reads that have such a fault"
    )


class Scorecard(DataGrades):
    """The improvement board's scorecard: one row per authority and partner measure of the settings."""

    place = dy.Int64(min=1, description="Its place in the settings")
    owner = dy.String(description="Agency or post that answers for it, from the settings")
    target = dy.Float64(nullable=True, description="In the measure's unit; from the settings")
    baseline_from = dy.Date(nullable=True, description="First day of the first month of the baseline with a figure")
    baseline_to = dy.Date(nullable=True, description="Last day of its last month with a figure")
    baseline_months = dy.Int64(min=0, description="Months of the baseline that have a figure")
    baseline = dy.Float64(
        nullable=True, description="All tops over all bottoms of these months; of counts and medians their mean"
    )
    newest_on = dy.Date(nullable=True, description="Last day of the newest month that is told")
    status = one_of(Status, description="Of that month: ok, or why it has no value")
    latest_on = dy.Date(nullable=True, description="Last day of the newest month with a value")
    latest = dy.Float64(nullable=True, description="Its value, in the measure's unit")
    numerator = dy.Float64(nullable=True, description="Top of the ratio of that month, where known")
    denominator = dy.Float64(nullable=True, description="Bottom of the ratio of that month, where known")
    change = dy.Float64(
        nullable=True, description="Latest less baseline; null where one is wanting, or the latest is in the baseline"
    )
    months = dy.Int64(min=0, description="Months with a value")
    centre = dy.Float64(nullable=True, description="What is usual, by the process chart")
    lower_limit = dy.Float64(nullable=True, description="Lower limit of usual variation at the latest month")
    upper_limit = dy.Float64(nullable=True, description="Upper limit of usual variation at the latest month")
    variation = one_of(Variation, description="What the latest month says on the process chart")
    assurance = one_of(Assurance, description=ASSURANCE)
    target_months = dy.Int64(
        nullable=True, min=0, description="Months of the year up to the latest that have a value; null without a target"
    )
    target_met = dy.Int64(nullable=True, min=0, description="Of these, how many met the target")
    defined = one_of(Grade, description="yes where recording did not change from the baseline's first day to latest_on")
    recording_changes = dy.Int64(
        nullable=True, min=0, description="Changes of recording in that time that the settings name for it"
    )
    actions_open = dy.Int64(nullable=True, min=0, description="Open actions that should move it; null where not asked")
    actions_slow = dy.Int64(nullable=True, min=0, description="Of these, those slow to progress")

    @dy.rule()
    def change_only_with_both(cls) -> pl.Expr:
        """A change is there only with a baseline and a latest value after it."""
        has_both = pl.col("baseline").is_not_null() & pl.col("latest").is_not_null()
        return pl.col("change").is_null() | (has_both & (pl.col("latest_on") > pl.col("baseline_to")))


class Actions(dy.Schema):
    """Actions of the improvement plan as at a day: one row per authority and action, by its newest update."""

    la_code = dy.String(primary_key=True, description="The authority")
    action_id = dy.String(primary_key=True, description="The action")
    priority = dy.String(nullable=True, description="Priority of the plan; null where no update names one")
    title = dy.String(nullable=True, description="The action, in a few words")
    promised = dy.String(nullable=True, description="What was promised")
    owner = dy.String(nullable=True, description="Post or agency that answers for it")
    original_due_on = dy.Date(nullable=True, description="Day by which it was first due")
    due_on = dy.Date(nullable=True, description="Day by which it is due now; the first where no other is told")
    delay_months = dy.Int64(
        nullable=True, description="Whole months from the first due date to the present; negative: brought forward"
    )
    overdue_months = dy.Int64(nullable=True, min=0, description="Whole months since it was due; null unless overdue")
    done_on = dy.Date(nullable=True, description="Day on which it was done; null where it is not, or not told")
    done_late_months = dy.Int64(
        nullable=True, description="Whole months from the first due date to the day done; negative: before it"
    )
    rag = dy.String(
        nullable=True, regex="^(red|amber|green)$", description="Rating that was last said: red, amber or green"
    )
    status = dy.String(
        nullable=True,
        regex="^(not_started|in_progress|done|withdrawn)$",
        description="How far it is, by its newest update",
    )
    is_open = dy.Bool(description="Neither done nor withdrawn")
    first_updated_on = dy.Date(description="Day of its first update")
    updated_on = dy.Date(description="Day of its newest update")
    updates = dy.Int64(min=1, description="Updates so far")
    unchanged_updates = dy.Int64(
        min=0,
        description="Newest updates in a row that left status, rating, due date and day done as they were",
    )
    measure = dy.String(nullable=True, description="Code of the measure that it should move")
    latest_on = dy.Date(nullable=True, description="Last day of the measure's newest month with a value")
    latest = dy.Float64(nullable=True, description="That value, in the measure's unit")
    variation = one_of(
        Variation, nullable=True, description="What it says on the process chart; null without a measure"
    )
    is_overdue = dy.Bool(description="Open, and the present due date has passed")
    is_unchanged = dy.Bool(description="Open, and two updates in a row or more brought nothing new")
    is_green_but_not_moving = dy.Bool(
        description="Open and green, and its measure, of the last three months, is within its usual variation or worse"
    )
    is_slow = dy.Bool(description="Slow to progress: overdue, unchanged, or green while its measure is not moving")

    @dy.rule()
    def slow_for_a_reason(cls) -> pl.Expr:
        """An action is slow exactly where one of the three rules says so, and only while it is open."""
        any_of = pl.any_horizontal("is_overdue", "is_unchanged", "is_green_but_not_moving")
        return (pl.col("is_slow") == any_of) & (pl.col("is_open") | ~any_of)


class MovedSince(dy.Schema):
    """What has moved since a day: one row per authority, priority and piece of evidence."""

    la_code = dy.String(description="The authority")
    priority = dy.String(nullable=True, description="Priority of the plan; null where no update names one")
    moved = one_of(Moved, description="What moved: an action, or the figure that one should move")
    about = dy.String(description="Identifier of the action, or code of the measure")
    name = dy.String(nullable=True, description="Title of the action; dated change or change of recording, by its name")
    evidence = one_of(Evidence, description="for or against progress, or neither; never what caused it")
    moved_on = dy.Date(nullable=True, description="Day on which it was done, opened, due or changed, where one is told")
    told_on = dy.Date(
        nullable=True, description="Day of the update that first told it, where moved_on is not after the first day"
    )
    due_then = dy.Date(nullable=True, description="Due date of the action on the first day")
    due_now = dy.Date(nullable=True, description="Due date of the action now")
    then_on = dy.Date(nullable=True, description="Last day of the newest month with a figure on the first day")
    value_then = dy.Float64(nullable=True, description="That figure, in the measure's unit")
    now_on = dy.Date(nullable=True, description="Last day of the newest month with a figure now")
    value_now = dy.Float64(nullable=True, description="That figure, in the measure's unit")
    variation = one_of(Variation, nullable=True, description="Of a figure: what it says on the process chart")
    signal_since = dy.Date(nullable=True, description="Last day of the month since which it says so")
    verdict = one_of(Verdict, nullable=True, description="Of a dated change: what figures say before and after it")

    @dy.rule()
    def told_once(cls) -> pl.Expr:
        """Authority, priority, what moved, what it is about and its name name one row."""
        return pl.struct("la_code", "priority", "moved", "about", "name", "moved_on").is_unique()
