"""The scrutiny report, step by step as the notebook takes them: open, show each part, write."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics import __version__
from csc_metrics.comparison.published_data import (
    PublishedData,
    compare_authorities,
    folder_of_published,
    load_published_data,
)
from csc_metrics.contracts.about_reports import PublicRows
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.data_quality.held import find_authority_with_records, require_records_of_made_up
from csc_metrics.disclosure.public_measures import PUBLIC_MEASURES
from csc_metrics.measures.as_settled import settings_of
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES, PUBLISHED_MEASURES
from csc_metrics.measures.select import chosen_period_ends
from csc_metrics.narrative.choose import opening_sentences
from csc_metrics.narrative.history import History, histories
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.periods import PeriodRequest, parse_period
from csc_metrics.report.approval import approval_of
from csc_metrics.report.beside import ROWS_FILE, Beside, tables_of_parts, write_rows, write_workbook
from csc_metrics.report.commentary import Commentary
from csc_metrics.report.commentary_places import service_words
from csc_metrics.report.commentary_shown import tell_what_is_not_shown
from csc_metrics.report.folders import folder_made, places_of
from csc_metrics.report.measures_csv import DICTIONARY_FILE
from csc_metrics.report.page.model import Block, PagePart
from csc_metrics.report.page.neighbour_pictures import funnels_block
from csc_metrics.report.page.own_opening import OWN_MEASURES, own_opening
from csc_metrics.report.page.own_pictures import pictures_block
from csc_metrics.report.page.own_sections import own_section
from csc_metrics.report.page.render import render_in_notebook, render_page
from csc_metrics.report.page.scrutiny_page import PageFacts, measure_section, scrutiny_page
from csc_metrics.report.page.scrutiny_parts import (
    actions_part,
    attendance_block,
    questions_part,
    what_it_would_take_part,
)
from csc_metrics.report.parameters import with_numbers_as_text
from csc_metrics.report.public_records import PublicRecords, keep_public_records, open_public_records
from csc_metrics.report.telling import tell
from csc_metrics.report.unknown_topic import UnknownTopic
from csc_metrics.report.until import last_day_of
from csc_metrics.report.workbook import TABLES_FILE
from csc_metrics.settings.model import Settings
from csc_metrics.settings.printed import printed_settings
from csc_metrics.settings.read import read_settings

_PUBLICATION: Final = "publication."
PAGE_FILE: Final = "scrutiny.html"
ROWS_FILES: Final = (ROWS_FILE, DICTIONARY_FILE)
"""What stands beside the page as CSV."""
MOST_OPENING: Final = 6
"""No more sentences open the page. Source: a councillor has a minute."""
_OF_DFE_BESIDE_OWN: Final = 3
_STRATEGY_MEETINGS: Final = "Strategy meetings, conferences and core groups"
_CODES: Final = {
    "Caseloads and workforce": "caseloads",
    _STRATEGY_MEETINGS: "strategy-meetings",
    "Assessments and conferences": "assessments",
    "The front door": "front-door",
    "Children in need, protected and looked after": "demand",
}
_NO_RECORDS: Final = (
    "No record of the authority's own is held here, and no national figures on strategy meetings exist: who came, and "
    "how long they waited, cannot be told."
)
"""Day and month on which a year of DfE's figures on children ends. Source: DfE, children in need census."""


@dataclass(frozen=True, kw_only=True)
class ScrutinyReport:
    """One authority's report. rows: schema ReportRows, all years up to the period. found: a history per measure.

    data: DfE's figures up to the period; None for a made-up authority. records: what may be published of its own, None
    where none is held. commentary: what the service says. clean: folder of clean tables.
    """

    authority: Authority
    settings: Settings
    rows: pl.DataFrame
    found: tuple[History, ...]
    data: PublishedData | None
    records: PublicRecords | None
    commentary: Commentary
    facts: PageFacts
    clean: Path


class Shown(tuple[Sentence, ...]):
    """Sentences that show themselves under a notebook's cell."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return render_in_notebook(sentences=self)


@dataclass(frozen=True, kw_only=True)
class ShownPart(PagePart):
    """A part of the page that shows itself under a notebook's cell."""

    def _repr_html_(self) -> str:
        return render_in_notebook(part=self)


@with_numbers_as_text
def open_report(
    *,
    authority: str,
    period: str = "",
    published: str = "",
    settings: str = "",
    neighbour_model: str = "",
    clean: str = "",
    raw: str = "",
) -> ScrutinyReport:
    """Read DfE's figures and what may be published of an authority's own records.

    authority: code or any of its names, or one of the made-up region. period: "2025", "2026-10" or "2026-Q1"; empty:
    each measure's latest. published: folder of DfE's files; empty: data_raw/published, else the figures that
    csc_metrics carries. settings: a settings file; empty: settings.toml, else the defaults. neighbour_model: "2021" or
    "2025"; empty: as the settings say. clean: folder of clean tables; empty: data_clean. raw: folder in which the
    service's own words lie; empty: data_raw.
    Raises: CscMetricsError with one message that says what, where and what to do.
    """
    one = find_authority_with_records(authority)
    places = places_of(authority, clean=clean, settings=settings, raw=raw)
    require_records_of_made_up(one, places.clean)
    chosen = read_settings(places.settings, measure_codes=MEASURES, record_words=words_by_column())
    request = parse_period(period) if period else None
    folder, held = folder_of_published(published), places.clean
    said = service_words(str(places.raw), held, la_code=one.la_code, period=period, settings=chosen)
    model = neighbour_model or chosen.neighbours.model
    of_dfe = _figures_of_dfe(one, folder, request, model=model, settings=chosen)
    records = open_public_records(
        held, one, published=folder, printed=of_dfe.printed, settings=chosen, until=last_day_of(request)
    )
    return ScrutinyReport(
        authority=one,
        settings=chosen,
        rows=of_dfe.rows,
        found=of_dfe.found,
        data=of_dfe.data,
        records=records,
        commentary=said,
        facts=_facts(of_dfe.data, model if of_dfe.data is not None else "", records),
        clean=held,
    )


@dataclass(frozen=True, kw_only=True)
class _OfDfe:
    """What DfE publishes of an authority, and of others, up to the period; printed: of it alone, in every period."""

    rows: pl.DataFrame
    found: tuple[History, ...]
    data: PublishedData | None
    printed: pl.DataFrame


def _figures_of_dfe(
    authority: Authority, folder: Path | None, request: PeriodRequest | None, *, model: str, settings: Settings
) -> _OfDfe:
    """Return DfE's figures of an authority beside others'; nothing of a made-up one."""
    if authority.la_code in made_up_authorities():
        return _OfDfe(rows=pl.DataFrame(), found=(), data=None, printed=MeasureValues.create_empty())
    measures = list(PUBLISHED_MEASURES.values())
    data = load_published_data(folder, measures=measures, settings=settings)
    ends = chosen_period_ends(data.values, measures=measures, period=request)
    keys = sorted({key for key in data.period_keys(measures) if key[1] <= ends[key[0]]} | set(ends.items()))
    rows = compare_authorities(data, la_codes=[authority.la_code], period_ends=keys, neighbour_model=model)
    found = histories(rows, authority=authority, measures=measures, period_ends=ends)
    return _OfDfe(
        rows=rows,
        found=tuple(found),
        data=replace(data, values=_up_to(data.values, ends)),
        printed=data.values.filter(area_code=authority.la_code),
    )


def _up_to(values: pl.DataFrame, ends: dict[str, date]) -> pl.DataFrame:
    """Return values without periods after the one that a page tells of. ends: measure → the last day of that."""
    last = pl.DataFrame(list(ends.items()), schema={"measure": pl.String, "last": pl.Date}, orient="row")
    told = values.with_columns(pl.col("measure").cast(pl.String)).join(last, on="measure", how="left")
    return values.filter(told.select(pl.col("last").is_null() | (pl.col("period_end") <= pl.col("last"))).to_series())


def _facts(data: PublishedData | None, model: str, records: PublicRecords | None) -> PageFacts:
    return PageFacts(
        version=__version__,
        neighbour_model=model,
        inputs=data.inputs if data is not None else (),
        is_carried=data is not None and data.is_carried,
        settings=tuple(_settings_told(model, records)),
        records_until=records.as_at if records is not None else None,
        newest_extract=records.newest if records is not None else None,
    )


def _settings_told(model: str, records: PublicRecords | None) -> Iterator[tuple[str, str]]:
    """Give the settings on which the page depends: model of neighbours, those of its own measures, what is hidden."""
    if model:
        yield "neighbours.model", model
    if records is None:
        return
    told = {key for code in PUBLIC_MEASURES for key in settings_of(LOCAL_MEASURES[code])}
    for one in printed_settings(records.settings):
        if one.key in told or one.key.startswith(_PUBLICATION):
            yield one.key, one.value


def what_matters(report: ScrutinyReport) -> Shown:
    """Return the sentences that open the page, at most six: what changed in own records, then beside neighbours."""
    of_dfe = opening_sentences(report.found) if report.found else ()
    if report.records is None:
        return Shown(of_dfe)
    if not of_dfe:
        return Shown(own_opening(report.records, most=MOST_OPENING))
    own = own_opening(report.records, most=MOST_OPENING - _OF_DFE_BESIDE_OWN)
    room = MOST_OPENING - len(own)
    return Shown((*own, *(of_dfe if len(of_dfe) <= room else (*of_dfe[: room - 1], of_dfe[-1]))))


def sections(report: ScrutinyReport, topic: str) -> ShownPart:
    """Return the part of the page about one topic: for each measure the finding, chart, table and sources.

    First what is known of own records, then DfE's figures beside the neighbours'.
    topic: as in the dictionary. Raises: UnknownTopic with the nearest topic that has measures.
    """
    if topic not in _CODES:
        raise UnknownTopic.named(topic, _CODES)
    of_dfe = [history for history in report.found if history.measure.topic == topic]
    own = [LOCAL_MEASURES[code] for code in OWN_MEASURES if LOCAL_MEASURES[code].topic == topic]
    records, name = report.records, report.authority.name
    parts = [own_section(measure, records, whose=name) for measure in own] if records is not None else []
    return ShownPart(
        code=_CODES[topic],
        title=topic,
        words=(_NO_RECORDS,) if records is None and topic == _STRATEGY_MEETINGS else (),
        sections=(
            *(section for section in parts if section is not None),
            *(measure_section(history, report.rows) for history in of_dfe),
        ),
        blocks=(*_own_blocks(report, topic), *_funnels(report, topic)),
    )


def _funnels(report: ScrutinyReport, topic: str) -> tuple[Block, ...]:
    """Return DfE's newest figures of a topic on the funnel of the neighbours, where it has any."""
    if report.data is None:
        return ()
    model = report.facts.neighbour_model
    block = funnels_block(report.data, report.authority, topic, code=_CODES[topic], model=model)
    return (block,) if block is not None else ()


def _own_blocks(report: ScrutinyReport, topic: str) -> list[Block]:
    """Return what own records tell of a topic beside its measures: who comes to meetings, and charts by quarter."""
    if report.records is None:
        return []
    name = report.authority.name
    blocks = [
        attendance_block(report.records, whose=name) if topic == _STRATEGY_MEETINGS else None,
        pictures_block(report.records, topic, code=_CODES[topic], whose=name, settings=report.settings),
    ]
    return [block for block in blocks if block is not None]


def what_it_would_take(report: ScrutinyReport) -> ShownPart:
    """Return the part on how many children, cases and workers there would be, were figures as neighbours have them."""
    part = what_it_would_take_part(
        report.data, report.authority, model=report.facts.neighbour_model, settings=report.settings
    )
    return ShownPart(code=part.code, title=part.title, words=part.words, blocks=part.blocks)


def actions(report: ScrutinyReport) -> ShownPart:
    """Return the part on the red, amber and slow actions of the improvement plan."""
    part = actions_part(report.records)
    return ShownPart(code=part.code, title=part.title, words=part.words, blocks=part.blocks)


def what_could_be_asked(report: ScrutinyReport) -> ShownPart:
    """Return the part with up to six questions that the figures raise."""
    part = questions_part(
        report.data,
        report.records,
        authority=report.authority,
        model=report.facts.neighbour_model,
    )
    return ShownPart(code=part.code, title=part.title, words=part.words, blocks=part.blocks)


@with_numbers_as_text
def write_report(report: ScrutinyReport, *parts: PagePart, folder: str) -> list[str]:
    """Write the page and its rows into a folder, the parts in the order given; an empty folder writes nothing.

    What was shown and hidden of own records is kept beside the clean tables, for the next edition; what has to be known
    of earlier ones is said on standard error.
    Returns: the names of the files written.
    """
    if not folder:
        return []
    page = scrutiny_page(
        report.authority,
        found=report.found,
        opening=what_matters(report),
        parts=parts,
        facts=report.facts,
        said=(approval_of(report.settings, newest=_newest(report)), report.commentary),
    )
    place = folder_made(folder)
    html = render_page(page)
    (place / PAGE_FILE).write_text(html, encoding="utf-8", newline="\n")
    tell_what_is_not_shown(report.commentary, html, page=PAGE_FILE)
    beside = Beside(
        title=f"{report.authority.name}: children's social care, tables of the scrutiny report",
        about=page.period_words,
        rows=_all_rows(report),
        schema=PublicRows,
    )
    write_rows(beside, place)
    write_workbook(beside, tables_of_parts(parts), place / TABLES_FILE)
    _keep(report)
    return [PAGE_FILE, *ROWS_FILES, TABLES_FILE]


def _keep(report: ScrutinyReport) -> None:
    """Keep what was told of own records, and say what has to be known of earlier editions."""
    if report.records is not None:
        for said in keep_public_records(report.clean, report.records, la_code=report.authority.la_code):
            tell(said)


def _newest(report: ScrutinyReport) -> date | None:
    """Return the last day that the page's figures go up to."""
    days = [history.latest.period_end for history in report.found]
    days += [report.records.as_at] if report.records is not None else []
    return max(days, default=None)


def _all_rows(report: ScrutinyReport) -> pl.DataFrame:
    """Return the rows of measures.csv: DfE's figures beside others', then own ones with what they are held to."""
    found: list[pl.DataFrame] = [report.rows] if report.rows.width else []
    if report.records is not None:
        found.append(report.records.rows.rename({"area_code": "la_code"}).drop("area_type"))
    return pl.concat(found, how="diagonal_relaxed")
