"""Parts of the scrutiny page that are no single measure: attendance, what it would take, actions, and questions."""

from typing import Final

import polars as pl

from csc_metrics.comparison.compare import neighbour_lists
from csc_metrics.comparison.published_data import PublishedData
from csc_metrics.contracts.about_change import ProcessSummaries, Verdicts
from csc_metrics.contracts.about_comparison import AgainstOthers
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.vocabulary import PeriodType, Status
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES
from csc_metrics.narrative.as_neighbours import as_neighbours_have
from csc_metrics.narrative.questions import questions
from csc_metrics.narrative.words import lower_first
from csc_metrics.planning.what_it_would_take import CASELOAD, CHILDREN_IN_NEED, LEVERS, would_take_beside
from csc_metrics.report.page.board_tables import due_words, slow_words
from csc_metrics.report.page.capacity_tables import children_table, figures_words, why_nothing, workers_table
from csc_metrics.report.page.figure_cells import NO_FIGURE, period_words, value_cell
from csc_metrics.report.page.model import Block, DisplayTable, PagePart
from csc_metrics.report.page.neighbour_pictures import newest_against, would_take_pictures
from csc_metrics.report.page.parts_of_figures import in_order, name_of_part
from csc_metrics.report.page.quality_words import are, counted
from csc_metrics.report.public_records import PublicRecords
from csc_metrics.settings.model import Settings

_ATTENDED: Final = ("strategy_meeting_invited_pct", "strategy_meeting_attended_pct")
_AGENCY: Final = "agency="
_NOT_INVITED: Final = (
    "Agencies that were not invited are shown separately. A report in the place of a person does not count as "
    "attending. Where nobody recorded whether an agency came, the meeting is not in its share."
)
_AS_NEIGHBOURS: Final = (
    "Nobody says that the authority ought to be as its neighbours are: this is no target and no forecast. It shows "
    "the range if one figure were as neighbours have it, and all else as it is now.",
    "The ends lie somewhat beyond the neighbours' lower and upper quartile. They are where these would be with any one "
    "neighbour left out, and they allow for rounding. The numbers more or fewer also allow for chance in this year's "
    "count.",
    "Each is told by itself. Looked-after children are children in need, too: the two are never added up.",
)
_NO_NEIGHBOURS: Final = "DfE publishes no figures about it or its neighbours, so that this cannot be worked out."
_TOLD_RATINGS: Final = ("red", "amber")
_SLOW: Final = (
    "An action is slow to progress where its due date has passed, where two updates in a row brought nothing "
    "new, or where it is rated green while the figure that it should move does not move."
)


def attendance_block(records: PublicRecords, *, whose: str) -> Block | None:
    """Return who is invited to strategy meetings and who comes, by agency; None where nothing may be shown.

    records: what may be published. whose: name of the authority.
    """
    is_asked = pl.col("measure").is_in(_ATTENDED) & pl.col("breakdown").str.starts_with(_AGENCY)
    rows = _newest_of_shortest(records.values.filter(is_asked))
    if rows.is_empty():
        return None
    when = period_words(rows["period_type"].item(0), rows["period_end"].item(0))
    by_part = {(row["breakdown"], row["measure"]): row for row in rows.to_dicts()}
    agencies = in_order(rows["breakdown"].unique().to_list())
    table = DisplayTable(
        caption=f"Strategy meetings by agency, {when}, {whose}: share of meetings",
        headings=("Agency", "Invited", "Came"),
        rows=tuple(
            (
                name_of_part(agency),
                tuple(value_cell(LOCAL_MEASURES[code], by_part.get((agency, code))) for code in _ATTENDED),
            )
            for agency in agencies
        ),
    )
    title = f"Who comes to strategy meetings, {when}"
    return Block(code="attendance", title=title, words=(_NOT_INVITED,), tables=(table,))


def _newest_of_shortest(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the newest period, of the shortest type that has any value. Input: schema MeasureValues."""
    for kind in (PeriodType.QUARTER, PeriodType.YEAR):
        held = rows.filter(pl.col("value").is_not_null(), period_type=kind.value)
        if held.height:
            return rows.filter(pl.col("period_end") == held["period_end"].max(), period_type=kind.value)
    return rows.clear()


def what_it_would_take_part(
    data: PublishedData | None, authority: Authority, *, model: str, settings: Settings
) -> PagePart:
    """Return how many children and workers there would be as neighbours have them, each as a range.

    data: DfE's figures; None where there are none. model: of neighbours. settings: capacity.
    """
    title, code = "What it would take to be as neighbours are", "what-it-would-take"
    if data is None:
        return PagePart(code=code, title=title, words=(_NO_NEIGHBOURS,))
    lists = neighbour_lists(data.neighbours, model)
    rows = would_take_beside(
        data.values, lists=lists, neighbour_model=model, la_codes=[authority.la_code], settings=settings
    )
    blocks = [_lever_block(lever, rows.filter(lever=lever)) for lever in LEVERS]
    pictures = would_take_pictures(rows, whose=authority.name)
    if pictures:
        blocks.insert(0, Block(code="as-neighbours", title="In one picture", words=(), pictures=pictures))
    return PagePart(code=code, title=title, words=_AS_NEIGHBOURS, blocks=tuple(blocks))


def _lever_block(lever: str, rows: pl.DataFrame) -> Block:
    """Return one lever: its sentence, and its tables folded."""
    title, code = MEASURES[lever].title, f"as-neighbours-{lever.replace('_', '-')}"
    ok = rows.filter(status=Status.OK.value)
    if ok.is_empty():
        words = (why_nothing(rows.row(0, named=True)),) if rows.height else (NO_FIGURE,)
        return Block(code=code, title=title, words=words)
    said = as_neighbours_have(ok)
    tables = [children_table(f"{title}: children or referrals", ok)] if lever != CASELOAD else []
    if lever in {CHILDREN_IN_NEED, CASELOAD} and ok["fte_now"].is_not_null().all():
        tables.append(workers_table(f"{title}: cases and workers", ok))
    days = f"Figures: {lower_first(figures_words(ok))}."
    return Block(
        code=code,
        title=title,
        words=tuple(filter(None, (said.plain if said is not None else "", days))),
        folded=((f"{title}: what it would take, in a table", tuple(tables)),) if tables else (),
    )


def actions_part(records: PublicRecords | None) -> PagePart:
    """Return the red, amber and slow actions of the improvement plan, without names. records: what may be published."""
    title, code = "Actions of the improvement plan", "actions"
    if records is None or records.actions.is_empty():
        return PagePart(code=code, title=title, words=("No record of an improvement plan is held here.",))
    told = records.actions.filter(pl.col("is_open") & (pl.col("rag").is_in(_TOLD_RATINGS) | pl.col("is_slow")))
    is_open, is_slow = (int(records.actions[name].sum() or 0) for name in ("is_open", "is_slow"))
    words = (
        f"Of {counted(records.actions.height, 'action')}, {is_open} {are(is_open)} open, and {is_slow} "
        f"{are(is_slow)} slow to progress."
    )
    ordered = told.sort("is_slow", "due_on", "action_id", descending=[True, False, False]).to_dicts()
    table = DisplayTable(
        caption="Red, amber and slow actions",
        headings=("Action", "Rating", "Slow to progress", "Due", "Priority"),
        rows=tuple(
            (
                str(row["title"] or row["action_id"]),
                (str(row["rag"] or "not rated"), slow_words(row), due_words(row), str(row["priority"] or "none")),
            )
            for row in ordered
        ),
        is_wordy=True,
    )
    block = Block(code="actions-slow", title="Red, amber and slow", words=(_SLOW,), tables=(table,) if ordered else ())
    return PagePart(code=code, title=title, words=(words,), blocks=(block,))


def questions_part(
    data: PublishedData | None,
    records: PublicRecords | None,
    *,
    authority: Authority,
    model: str,
) -> PagePart:
    """Return up to six questions that the figures raise.

    Dated changes raise none here: months are not published, and quarters are too few to judge them by.
    data: DfE's figures; records: what may be published of own ones; None where there are none. model: of neighbours.
    """
    asked = questions(
        against=newest_against(data, la_codes=[authority.la_code], model=model)
        if data is not None
        else AgainstOthers.create_empty(),
        summaries=records.charts.summaries if records is not None else ProcessSummaries.create_empty(),
        verdicts=Verdicts.create_empty(),
        actions=records.actions if records is not None else None,
    )
    words = tuple(question.plain for question in asked) or ("Nothing in the figures raises a question.",)
    block = Block(code="questions", title="Questions that the figures raise", words=words)
    return PagePart(code="asked", title="What could be asked", blocks=(block,))
