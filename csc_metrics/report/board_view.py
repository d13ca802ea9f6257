"""The improvement board's scorecard, actions and evidence for one authority, for notebooks: no child, no worker."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self, Unpack

import polars as pl

from csc_metrics.comparison.children import ChildrenOfAuthorities
from csc_metrics.comparison.published_data import folder_of_published, load_published_data
from csc_metrics.contracts.about_board import Actions, Evidence, MovedSince
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import note_on
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.data_quality.held import (
    HeldRecords,
    authorities_held,
    find_authority_with_records,
    held_records,
    require_records_of_made_up,
)
from csc_metrics.errors import WrongUse
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES, PUBLISHED_MEASURES
from csc_metrics.narrative.numbers import format_date
from csc_metrics.periods import one_year_before
from csc_metrics.planning.actions import actions_now
from csc_metrics.planning.data_grade import (
    BEHIND_AT_MOST,
    COMPLETE_FROM_PCT,
    FAULTY_BELOW_PCT,
    LATE_UP_TO_PCT,
    data_grades,
    record_quality_of,
)
from csc_metrics.planning.months_of_parts import parts_told, with_months_of_parts
from csc_metrics.planning.scorecard import scorecard
from csc_metrics.planning.since import moved_since
from csc_metrics.records.store import scan_clean
from csc_metrics.report.commentary import Commentary
from csc_metrics.report.commentary_places import service_words
from csc_metrics.report.data_quality import Shown
from csc_metrics.report.folders import Where, places_of
from csc_metrics.report.older_scorecard import OlderScorecard, older_scorecard_of
from csc_metrics.report.page.board_tables import (
    actions_table,
    grades_table,
    limits_table,
    priorities_of,
    scorecard_table,
)
from csc_metrics.report.page.figure_cells import period_words
from csc_metrics.report.page.figure_tables import newest_told, parts_table
from csc_metrics.report.page.model import NOTHING_SAID, Block, DisplayTable
from csc_metrics.report.page.moved_tables import since_table
from csc_metrics.report.page.own_definitions import definitions_table
from csc_metrics.report.page.quality_words import counted
from csc_metrics.report.page.trend_pictures import trend_pictures
from csc_metrics.report.parameters import with_numbers_as_text
from csc_metrics.report.until import told_until
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE
from csc_metrics.settings.read import read_settings

_UPDATES: Final = "action_updates"
_ATTENDED: Final = "_attended_pct"
_REPORTS: Final = "_report_only_pct"
_INTERNAL: Final = "Internal, for the improvement board: it names no child and no worker. Not for publication."
_NO_RECORDS: Final = (
    "No clean tables of its own records are there. The scorecard's measures are counted from them, and so are the "
    "actions, so that nothing can be told. Put its extracts into data_raw, run `csc-metrics clean`, and run this again."
)
_SLOW: Final = (
    "An action is slow to progress where its present due date has passed, where two updates in a row left "
    "status, rating and dates as they were, or where it is rated green while the measure that it should move is "
    "within its usual variation or likely getting worse. Months are whole months."
)
_NO_CAUSE: Final = "None of it says what caused a figure to move."
_GRADED: Final = (
    f"The data grade says whether the records behind a figure are complete ({COMPLETE_FROM_PCT:.0f}% or more known), "
    f"timely (at most {LATE_UP_TO_PCT:.0f}% came late, and no extract is over {BEHIND_AT_MOST} days behind), defined "
    f"alike since the baseline began, and checked (fewer than {FAULTY_BELOW_PCT:.0f}% of records have a fault)."
)


class NotADay(WrongUse):
    """A day was given that is none."""

    @classmethod
    def of(cls, given: str, *, name: str) -> Self:
        """Word the error."""
        return cls(f"{name} = {given!r} is not a day. Write it as 2025-10-31, or leave it empty.")


@dataclass(frozen=True, kw_only=True)
class BoardView:
    """What the improvement board asks of one authority, as at a day.

    newest: day of the newest extract. since: the day that movement is told from. values: schema MeasureValues. scores:
    schema Scorecard. actions: schema Actions. moved: schema MovedSince. is_held: whether there are clean tables of its
    records. commentary: what the service says. older: an older scorecard beside the figures; None: none is given.
    """

    authority: Authority
    settings: Settings
    as_at: date | None
    newest: date | None
    since: date | None
    values: pl.DataFrame
    scores: pl.DataFrame
    actions: pl.DataFrame
    moved: pl.DataFrame
    is_held: bool
    commentary: Commentary = NOTHING_SAID
    older: OlderScorecard | None = None


@with_numbers_as_text
def open_view(
    *, authority: str, period: str = "", since: str = "", against: str = "", **where: Unpack[Where]
) -> BoardView:
    """Read one authority's records, and work out its scorecard, its actions and what has moved since a day.

    authority: code or name, of a real authority or of the made-up region. period: "2025", "2026-10" or "2026-Q1", as at
    whose last day all is told; empty: the newest extract's. since: a day such as 2025-10-31; empty: a year before.
    against: an older scorecard, a CSV file; empty: none. where: clean, published, settings and raw, as of `Where`.
    Raises: NotADay; NotAPeriod; PeriodNotCovered; SinceNotBefore; or another CscMetricsError with one message that says
    what, where and what to do.
    """
    published = where.get("published", "")
    places = places_of(
        authority, clean=where.get("clean", ""), settings=where.get("settings", ""), raw=where.get("raw", "")
    )
    chosen = read_settings(places.settings, measure_codes=MEASURES, record_words=words_by_column())
    day = day_of(since)
    whose_it_is = find_authority_with_records(authority)
    require_records_of_made_up(whose_it_is, places.clean)
    la_code = whose_it_is.la_code
    if la_code in {one.la_code for one in authorities_held(places.clean)}:
        held = held_records(places.clean, la_code)
        as_at = told_until(period, newest=held.days[-1]) or held.days[-1]
        told = _with_records(held, published, settings=chosen, since=day, as_at=as_at)
        said = service_words(str(places.raw), places.clean, la_code=la_code, period=period, settings=chosen)
        told = replace(told, commentary=said)
    else:
        told = _without_records(whose_it_is, published, settings=chosen)
    older = older_scorecard_of(against, told.values, la_code=la_code, published=published, settings=chosen)
    return replace(told, older=older)


def whose(view: BoardView) -> Shown:
    """Return whose board this is, and up to when it tells. view: of `open_view`."""
    as_at = as_at_words(view)
    words = (note_on(view.authority.la_code), as_at, "" if view.is_held else _NO_RECORDS, _INTERNAL)
    return Shown([Block(code="whose", title=view.authority.name, words=tuple(filter(None, words)))])


def as_at_words(view: BoardView) -> str:
    """Return as at which day all is told; nothing without records. view: of `open_view`."""
    if view.as_at is None:
        return ""
    of_extract = "the day of the newest extract" if view.as_at == view.newest else "the end of the period asked for"
    return f"As at {format_date(view.as_at)}, {of_extract}."


def partner_measures(view: BoardView) -> Shown:
    """Return the scorecard; folded under it what each grade and each chart rests on, and the parts beside one another.

    view: of `open_view`.
    """
    name = view.authority.name
    folded = (
        ("What each data grade rests on", (grades_table(f"Data grades, {name}", view.scores),)),
        (
            "Numerators, denominators and limits of usual variation",
            (limits_table(f"Latest month and limits, {name}", view.scores),),
        ),
        *_parts_beside(view),
        *_definitions(view),
    )
    lines = trend_pictures(view.values, scores=view.scores)
    table = scorecard_table(f"Partner measures, {name}", view.scores, lines=lines)
    block = Block(code="scorecard", title="Partner measures", words=(_GRADED,), tables=(table,), folded=folded)
    return Shown([block])


def actions(view: BoardView) -> Shown:
    """Return the actions by priority, those slow to progress first. view: of `open_view`."""
    if view.actions.is_empty():
        return _nothing("actions", "Actions")
    is_open, is_slow = view.actions["is_open"].sum(), view.actions["is_slow"].sum()
    told = f"{counted(view.actions.height, 'action')}, {is_open} open, of which {is_slow} slow to progress."
    tables = tuple(actions_table(priority, rows) for priority, rows in priorities_of(view.actions))
    return Shown([Block(code="actions", title="Every action, by priority", words=(told, _SLOW), tables=tables)])


def what_moved(view: BoardView) -> Shown:
    """Return the self-assessment: for each priority what has moved since the day, with the evidence for and against.

    view: of `open_view`.
    """
    if view.since is None or (view.moved.is_empty() and view.actions.is_empty()):
        return _nothing("since", "What has moved")
    if view.moved.is_empty():
        words = (f"Nothing moved since {format_date(view.since)}.",)
        return Shown([Block(code="since", title="What has moved", words=words)])
    tables = tuple(since_table(_priority_words(priority, rows), rows) for priority, rows in priorities_of(view.moved))
    title = f"What has moved since {format_date(view.since)}"
    return Shown([Block(code="since", title=title, words=(_NO_CAUSE,), tables=tables)])


def _priority_words(priority: str, rows: pl.DataFrame) -> str:
    """Return a priority with how much of the evidence is for progress and how much against."""
    many = {evidence: rows.filter(evidence=evidence.value).height for evidence in Evidence}
    return f"{priority}: evidence for progress {many[Evidence.FOR]}, against it {many[Evidence.AGAINST]}"


def day_of(given: str) -> date | None:
    """Return a day as a person writes it; None where nothing is given. given: such as 2025-10-31. Raises: NotADay."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise NotADay.of(given, name="since") from None


def _with_records(
    held: HeldRecords, published: str, *, settings: Settings, since: date | None, as_at: date
) -> BoardView:
    """Return the board of an authority of which there are records, as at a day: nothing later is told."""
    updates = _updates_of(held)
    values = _values_of(held, published, settings=settings).filter(pl.col("period_end") <= as_at)
    begins = since if since is not None else one_year_before(as_at)
    done = actions_now(updates, as_at=as_at, values=values, settings=settings)
    grades = data_grades(record_quality_of(held), values=values, settings=settings)
    return BoardView(
        authority=held.authority,
        settings=settings,
        as_at=as_at,
        newest=held.days[-1],
        since=begins,
        values=values,
        scores=scorecard(values, settings=settings, grades=grades, actions=done),
        actions=done,
        moved=moved_since(values, updates, since=begins, as_at=as_at, settings=settings),
        is_held=True,
    )


def _without_records(authority: Authority, published: str, *, settings: Settings) -> BoardView:
    """Return the board of an authority of which DfE's figures alone are known: no partner measure has a figure."""
    measures = list(PUBLISHED_MEASURES.values())
    data = load_published_data(folder_of_published(published), measures=measures, settings=settings)
    values = data.values.filter(area_code=authority.la_code)
    return BoardView(
        authority=authority,
        settings=settings,
        as_at=None,
        newest=None,
        since=None,
        values=values,
        scores=scorecard(values, settings=settings),
        actions=Actions.create_empty(),
        moved=MovedSince.create_empty(),
        is_held=False,
    )


def _updates_of(held: HeldRecords) -> pl.DataFrame:
    """Return the updates of actions that are held; none where no extract tells of any."""
    scanned = scan_clean(held.clean, _UPDATES, la_codes=[held.la_code])
    if scanned is not None:
        return scanned.collect()
    columns = ("la_code", *words_by_column()[_UPDATES])
    return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))


def _values_of(held: HeldRecords, published: str, *, settings: Settings) -> pl.DataFrame:
    """Return every figure that is counted from the records, in every part: the page's tables hold them all."""
    measures = list(LOCAL_MEASURES.values())
    children = ChildrenOfAuthorities(measures, folder_of_published(published)).of(held.la_code)
    records = open_authority_records(held.clean, held.la_code, settings=settings, population=children)
    return with_months_of_parts(values_from_records(records, measures), parts_told(settings))


def _reports_of(code: str) -> str:
    """Return the code of the measure that tells of reports in the place of a person, of a measure of attendance."""
    return code.replace(_ATTENDED, _REPORTS)


def _parts_beside(view: BoardView) -> tuple[tuple[str, tuple[DisplayTable, ...]], ...]:
    """Return a table for each measure of which the scorecard tells a part or attendance: all its parts, folded."""
    told = [(one.measure, one.part.partition("=")[0]) for one in view.settings.partner_measures if one.part != WHOLE]
    attended = [one.measure for one in view.settings.partner_measures if one.measure.endswith(_ATTENDED)]
    told += [(_reports_of(code), "agency") for code in attended]
    found = []
    for code, breakdown in dict.fromkeys(told):
        table = _parts_table(view, LOCAL_MEASURES[code], breakdown) if code in LOCAL_MEASURES else None
        if table is not None:
            found.append((f"{LOCAL_MEASURES[code].title}, by {breakdown.replace('_', ' ')}", (table,)))
    return tuple(found)


def _definitions(view: BoardView) -> tuple[tuple[str, tuple[DisplayTable, ...]], ...]:
    """Return how each measure on the page is counted from own records, folded; nothing where none is held."""
    named = {*view.scores["measure"], *view.actions["measure"], *view.moved["about"]}
    measures = [one for one in LOCAL_MEASURES.values() if one.code in named]
    if not (view.is_held and measures):
        return ()
    return (("How each is counted, and by which settings", (definitions_table(measures, settings=view.settings),)),)


def _parts_table(view: BoardView, measure: Measure, breakdown: str) -> DisplayTable | None:
    """Return all parts of a measure at its newest month; None where it has none."""
    values = view.values.filter(measure=measure.code)
    period = newest_told(measure, values) if values.height else None
    if period is None:
        return None
    name = view.authority.name
    caption = f"{measure.title}, {period_words(period.period_type, period.end)}, {name}"
    table = parts_table(caption, values, measure=measure, breakdown=breakdown, period_end=period.end)
    return table if table.rows else None


def _nothing(code: str, title: str) -> Shown:
    return Shown([Block(code=code, title=title, words=("No update of an action is held.",))])
