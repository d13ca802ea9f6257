"""The scrutiny page of one authority, put together from histories before it is HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.charts.years_against_neighbours import draw_years_against_neighbours
from csc_metrics.contracts.authorities import Authority, authorities
from csc_metrics.contracts.glossary import GLOSSARY
from csc_metrics.contracts.made_up_region import note_on
from csc_metrics.narrative.findings import chart_alternative, chart_caption, finding, summary
from csc_metrics.narrative.history import History, existed
from csc_metrics.narrative.numbers import format_date
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.narrative.whole import joint_return, reorganised
from csc_metrics.published.carry import CARRIED_AUTHORITY
from csc_metrics.published.read import InputFile
from csc_metrics.report.commentary import Commentary
from csc_metrics.report.page.model import NOT_SAID, NOTHING_SAID, Approval, MeasureSection, PagePart, ScrutinyPage
from csc_metrics.report.page.tables import table_of_years

NOT_KNOWN: Final = (
    "Who attends strategy meetings, and how long they wait: no statutory return asks, so there is no national figure "
    "for attendance at strategy meetings. Only an authority's own records can tell.",
    "How good the work was: timely is not the same as good.",
    "How cases are shared out: an average does not say how many workers hold more than they should.",
    "Why a figure moved: these figures describe, they do not explain.",
    "What has happened since: DfE publishes a year's figures months after it ends.",
    "Pre-proceedings, care leavers and permanence, which are outside this report.",
)
"""What published figures cannot tell, one sentence each."""
NOT_KNOWN_OF_RECORDS: Final = (
    "Who attends strategy meetings elsewhere, and how long they wait: no statutory return asks, so there is no "
    "national figure to hold these to.",
    "How good the work was: timely is not the same as good.",
    "Why a figure moved: these figures describe, they do not explain.",
    "What was never recorded: a figure is as good as the records that it is counted from.",
    "Pre-proceedings, care leavers and permanence, which are outside this report.",
)
"""What an authority's own records cannot tell, one sentence each."""
_HIDDEN: Final = (
    "Of own records, counts from 1 to the threshold of the settings are hidden, and so is what would give them away. "
    "Hidden is not 0, and it is not missing."
)
_USUAL: Final = (
    "Usual variation is worked out from a figure's own past. A figure outside it has likely changed; one within it may "
    "have moved by chance."
)
_ROUNDING: Final = (
    "Figures are rounded only where they are printed, half up; a difference is worked out before rounding, so it can "
    "differ by the last digit from the difference of two printed figures."
)
_CHANCE: Final = (
    "Sentences beside neighbours carry no margin for chance, but where a chart draws one: a small difference from a "
    "neighbour, or from last year, may mean little. An authority that differs from its ten neighbours only by chance "
    "lies outside their range on about one measure in every five or six."
)
_NEIGHBOURS: Final = (
    "Neighbours without a figure are left out and counted. The authority itself, and its partner in a joint return, "
    "are never among its own comparators."
)
_JUDGEMENT: Final = (
    "Rates of demand (referrals, enquiries, children in need, on plans, looked after) carry no judgement: "
    "they have no rank, and are never called better or worse."
)


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """What a page says of its own making. settings: the settings that bear on it, as name and value.

    records_until: the last day that is told of own records; None where there is none. newest_extract: of own records.
    """

    version: str
    neighbour_model: str
    inputs: tuple[InputFile, ...]
    is_carried: bool
    settings: tuple[tuple[str, str], ...]
    records_until: date | None = None
    newest_extract: date | None = None


def measure_section(history: History, rows: pl.DataFrame) -> MeasureSection:
    """Return one measure's part of the page.

    rows: schema ReportRows, one authority, up to the period that the report is about; the chart, the table and the
    sentences all come from them.
    """
    measure = history.measure
    drawn = rows.filter(
        (pl.col("measure") == measure.code) & (pl.col("period_end") <= history.latest.period_end) & existed()
    ).sort("period_end")
    return MeasureSection(
        measure=measure,
        finding=finding(history),
        summary=summary(history),
        chart_svg=draw_years_against_neighbours(
            drawn.to_pandas(), measure=measure, authority_name=history.authority.name
        ),
        chart_alternative=chart_alternative(history),
        chart_caption=chart_caption(history),
        table=table_of_years(history),
        meaning=(measure.why_it_matters, *measure.caveats),
        sources=(measure.source,),
    )


def scrutiny_page(
    authority: Authority,
    *,
    found: Sequence[History],
    opening: Sequence[Sentence],
    parts: Sequence[PagePart],
    facts: PageFacts,
    said: tuple[Approval, Commentary] = (NOT_SAID, NOTHING_SAID),
) -> ScrutinyPage:
    """Return the whole page. found: one history for each measure that DfE publishes; none of a made-up authority.

    opening: at most six sentences. parts: in the order in which they stand. said: whether it is approved, and what the
    service says.
    """
    approval, commentary = said
    return ScrutinyPage(
        la_code=authority.la_code,
        la_name=authority.name,
        period_words=_period_words(found, facts),
        opening=tuple(opening),
        parts=tuple(parts),
        neighbour_model=facts.neighbour_model,
        neighbours=_neighbours(found),
        not_known=NOT_KNOWN if found else NOT_KNOWN_OF_RECORDS,
        notes=_notes(authority, found, facts),
        facts=_printed_facts(facts),
        glossary=GLOSSARY,
        approval=approval,
        commentary=commentary,
        banner=note_on(authority.la_code),
    )


def _neighbours(found: Sequence[History]) -> tuple[str, ...]:
    names = tuple(authorities()[code].name for code in found[0].latest.neighbours) if found else ()
    return names or ("none: this model has no list for the authority",)


def _period_words(found: Sequence[History], facts: PageFacts) -> str:
    """Say up to which days the figures go, in full dates."""
    told = []
    if facts.records_until is not None:
        told.append(f"The authority's own records up to {format_date(facts.records_until)}.")
    days: list[date] = sorted({history.latest.period_end for history in found})
    if days:
        dates = [format_date(day) for day in days]
        up_to = dates[0] if len(dates) == 1 else f"{', '.join(dates[:-1])} and {dates[-1]}"
        told.append(f"DfE's published figures up to {up_to}, beside statistical neighbours, region and England.")
    return " ".join(told) or "There is no figure to tell."


def _notes(authority: Authority, found: Sequence[History], facts: PageFacts) -> tuple[str, ...]:
    about = (reorganised(authority), joint_return(found)) if found else ()
    own = [sentence.plain for sentence in about if sentence is not None]
    if facts.is_carried and authority.name != CARRIED_AUTHORITY:
        own.append(
            "This page was made from the small table that csc_metrics carries. It holds every year for "
            f"{CARRIED_AUTHORITY} and its comparators, and the latest year for other authorities."
        )
    of_records = (_HIDDEN, _USUAL) if facts.records_until is not None else ()
    of_dfe = (_NEIGHBOURS, _JUDGEMENT, _CHANCE) if found else ()
    return (*own, *of_records, *of_dfe, _ROUNDING)


def _printed_facts(facts: PageFacts) -> tuple[tuple[str, str], ...]:
    files = "; ".join(f"{file.name} (edition of {file.edition})" for file in facts.inputs)
    settings = "; ".join(f"{name} = {value}" for name, value in facts.settings)
    told = {"DfE's and ONS's files behind the figures": files, "Settings that bear on this page": settings}
    if facts.newest_extract is not None:
        told["Newest extract of own records"] = format_date(facts.newest_extract)
    return (
        ("Made with", f"csc_metrics {facts.version}"),
        *((term, words) for term, words in told.items() if words),
        ("Every figure on this page", "stands in measures.csv beside it, unrounded, with what it was worked out from"),
    )
