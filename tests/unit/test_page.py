"""A page is one file: valid in its bones, escaped throughout, bound by a policy, the same bytes each time."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from lxml import html

from csc_metrics.charts.years_against_neighbours import draw_years_against_neighbours
from csc_metrics.contracts.vocabulary import OGL_LINE
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.report.page.model import DisplayTable, MeasureSection, PagePart, ScrutinyPage
from csc_metrics.report.page.render import render_page

HOSTILE = '<script>alert("x")</script>&\' onload="y"'
CODES = ("average_caseload", "agency_rate_pct", "referral_rate_per_10k")
YEARS = (date(2023, 9, 30), date(2024, 9, 30), date(2025, 9, 30))

# The authority's value by year; None: hidden.
VALUES: dict[str, list[float | None]] = {"Tameside": [14.3, None, 1234.5], "Oldham": [17.0, 16.1, 15.2]}


def make_figure(value: float, *, code: str, year: date, column: str = "value") -> Figure:
    text = format_number(value, decimals=1)
    return Figure(text=text, measure=code, period_end=year, column=column, decimals=1)


def make_chart(values: list[float | None], *, code: str, name: str) -> str | None:
    rows = pd.DataFrame(
        {
            "la_code": "357",
            "measure": code,
            "breakdown": "all",
            "source": "published",
            "period_end": YEARS,
            "status": ["ok" if value is not None else "suppressed" for value in values],
            "value": values,
            "neighbour_median": 15.0,
            "neighbour_min": 12.0,
            "neighbour_max": 19.0,
            "england_value": 16.0,
        }
    )
    return draw_years_against_neighbours(rows, measure=MEASURES[code], authority_name=name)


def make_section(code: str, *, name: str, values: list[float | None]) -> MeasureSection:
    latest = make_figure(values[-1] or 0.0, code=code, year=YEARS[-1])
    change = make_figure(-4.6, code=code, year=YEARS[-1], column="change")
    cells = [
        "hidden by DfE" if value is None else make_figure(value, code=code, year=year)
        for value, year in zip(values, YEARS, strict=True)
    ]
    return MeasureSection(
        measure=MEASURES[code],
        finding=Sentence(kind="finding", measure=code, parts=(f"{name} stood at ", latest)),
        summary=(Sentence(kind="change", measure=code, parts=("The change was ", change, ".")),),
        chart_svg=make_chart(values, code=code, name=name),
        chart_alternative=f"Line chart: {name} beside its neighbours.",
        chart_caption=f"{name}, years to 2025.",
        table=DisplayTable(
            caption=f"{name}: {MEASURES[code].title}",
            headings=("Date", name),
            rows=tuple((str(year), (cell,)) for year, cell in zip(YEARS, cells, strict=True)),
        ),
        meaning=(f"What it means for {name}.",),
        sources=(f"A file about {name}.",),
    )


def make_page(
    name: str = "Tameside", *, values: list[float | None] = VALUES["Tameside"], **changes: Any
) -> ScrutinyPage:
    sections = tuple(make_section(code, name=name, values=values) for code in CODES)
    page = ScrutinyPage(
        la_code="357",
        la_name=name,
        period_words=f"{name} to 30 September 2025",
        opening=tuple(section.finding for section in sections),
        parts=(PagePart(code="part", title="Part", sections=sections),),
        neighbour_model="2025",
        neighbours=("Rochdale", name),
        not_known=(f"Not known of {name}.",),
        notes=(f"A note on {name}.",),
        facts=(("Made for", name), (name, "fact")),
    )
    return replace(page, **changes)


def sections_of(page: ScrutinyPage) -> tuple[MeasureSection, ...]:
    return page.parts[0].sections


def with_section(page: ScrutinyPage, section: MeasureSection) -> ScrutinyPage:
    """Return the page with one section alone."""
    return replace(page, parts=(replace(page.parts[0], sections=(section,)),))


@pytest.fixture(scope="module")
def rendered() -> str:
    return render_page(make_page())


@pytest.fixture(scope="module")
def tree(rendered: str) -> html.HtmlElement:
    return html.document_fromstring(rendered)


def policy_of(tree: html.HtmlElement) -> str:
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return str(policy)


def test_whatever_a_name_holds_is_text_and_never_markup() -> None:
    tree = html.document_fromstring(render_page(make_page(HOSTILE, values=VALUES["Oldham"])))

    assert not tree.xpath("//script | //@onload | //@onclick")
    assert tree.xpath("string(//h1)") == HOSTILE
    assert f"Line chart: {HOSTILE} beside its neighbours." in tree.xpath("//@aria-label")
    assert tree.xpath("string(//caption)").startswith(HOSTILE)
    assert any("<script>" in text.text_content() for text in tree.xpath("//svg//text"))


def test_a_chart_that_could_act_or_call_out_is_refused() -> None:
    page = make_page()
    for svg in (
        "<p>not a chart</p>",
        "<svg ><script>alert(1)</script></svg>",
        '<svg onload="x()"></svg>',
        '<svg ><rect style="fill: red"/></svg>',
        '<svg ><use href="//elsewhere/x.svg#y"/></svg>',
        '<svg ><rect fill="url(//elsewhere)"/></svg>',
        '<svg ><image href="#x"/></svg>',
    ):
        with pytest.raises(ValueError, match="chart"):
            render_page(with_section(page, replace(sections_of(page)[0], chart_svg=svg)))


def test_the_policy_lets_in_the_pages_own_style_sheet_alone(rendered: str, tree: html.HtmlElement) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", rendered, flags=re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert policy_of(tree) == (f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
    assert not tree.xpath("//@style"), "the policy blocks style attributes"
    assert not tree.xpath("//script | //link | //img | //iframe | //form | //object | //@src")


def test_the_page_names_no_address(rendered: str, tree: html.HtmlElement) -> None:
    assert not re.search(r"https?:|\burl\(|@import|//[a-z]", rendered)
    assert all(address.startswith("#") for address in tree.xpath("//@href"))


def test_every_link_leads_to_a_place_on_the_page_and_no_id_is_twice(tree: html.HtmlElement) -> None:
    ids = tree.xpath("//@id")

    assert len(ids) == len(set(ids))
    assert {address[1:] for address in tree.xpath("//@href")} <= set(ids)
    assert {name for names in tree.xpath("//@aria-labelledby") for name in names.split()} <= set(ids)


def test_the_page_says_its_language_title_and_charset_first(rendered: str, tree: html.HtmlElement) -> None:
    assert rendered.startswith('<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n')
    assert tree.xpath("string(//title)").startswith("Tameside: ")
    assert tree.xpath("//meta[@name='viewport']")


def test_there_is_one_h1_and_no_heading_level_is_skipped(tree: html.HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_link_skips_to_the_main_content(tree: html.HtmlElement) -> None:
    assert tree.xpath("//a")[0].get("href") == "#main"
    assert tree.xpath("//main/@id") == ["main"]


def test_every_opening_sentence_links_to_its_measure(tree: html.HtmlElement) -> None:
    links = tree.xpath("//section[contains(@class, 'opening')]//a/@href")

    assert links == [f"#measure-{code}" for code in CODES]


def test_an_opening_sentence_without_a_section_has_no_link() -> None:
    lone = Sentence(kind="overall", measure="not_on_this_page", parts=("Nothing stands out.",))
    tree = html.document_fromstring(render_page(make_page(opening=(lone,))))

    assert not tree.xpath("//section[contains(@class, 'opening')]//a")


def test_every_table_has_a_caption_headings_with_scope_and_room_to_scroll(tree: html.HtmlElement) -> None:
    tables = tree.xpath("//table")

    assert len(tables) == len(CODES)
    for table in tables:
        assert table.xpath("string(caption)")
        assert set(table.xpath("thead//th/@scope")) == {"col"}
        assert set(table.xpath("tbody//th/@scope")) == {"row"}
        assert table.getparent().get("role") == "region"
        assert table.getparent().get("tabindex") == "0"
        assert table.getparent().get("aria-label")


def test_every_chart_has_a_text_alternative_and_a_caption(tree: html.HtmlElement) -> None:
    charts = tree.xpath("//figure")

    assert len(charts) == len(CODES)
    for chart in charts:
        assert chart.xpath("div[@role='img']/@aria-label")
        assert chart.xpath("div[@role='img']/svg[@aria-hidden='true']")
        assert chart.xpath("string(figcaption)")


def test_every_chart_stands_in_words_that_a_reader_can_open_beside_it(tree: html.HtmlElement) -> None:
    charts = tree.xpath("//figure/div[@role='img']")
    words = [tree.get_element_by_id(chart.get("aria-details")) for chart in charts]

    assert [opened.xpath("string(p)") for opened in words] == [chart.get("aria-label") for chart in charts]
    assert [opened.xpath("string(summary)") for opened in words] == [
        f"{MEASURES[code].title}: chart in words" for code in CODES
    ], "each has a name of its own"
    assert [opened.getprevious() for opened in words] == [chart.getparent() for chart in charts]
    assert not any(chart.get("aria-describedby") for chart in charts), "it would be read out twice"


def test_a_section_without_a_chart_says_why_in_words() -> None:
    page = make_page()
    section = replace(sections_of(page)[0], chart_svg=None, chart_alternative="No value can be drawn.")
    tree = html.document_fromstring(render_page(with_section(page, section)))

    assert not tree.xpath("//figure | //svg")
    assert "No value can be drawn." in tree.xpath("//p/text()")


def test_every_figure_says_where_it_stands_in_the_data(tree: html.HtmlElement) -> None:
    figures = tree.xpath("//data")
    rows = {(f.get("value"), f.get("data-column"), f.get("data-period-end"), f.text) for f in figures}

    assert ("1234.5", "value", "2025-09-30", "1,234.5") in rows
    assert ("-4.6", "change", "2025-09-30", "\N{MINUS SIGN}4.6") in rows
    assert {f.get("class") for f in figures} == {"figure"}
    assert {f.get("data-measure") for f in figures} == set(CODES)
    assert {f.get("data-decimals") for f in figures} == {"1"}


def test_a_hidden_figure_is_words_and_no_number(tree: html.HtmlElement) -> None:
    cells = tree.xpath("//td[contains(@class, 'words')]")

    assert {cell.text_content() for cell in cells} == {"hidden by DfE"}
    assert not [cell for cell in cells if cell.xpath(".//data")]


def test_the_foot_names_neighbours_facts_and_licence(tree: html.HtmlElement) -> None:
    foot = tree.xpath("string(//footer)")

    assert "Rochdale; Tameside" in foot
    assert "Made for" in foot
    assert OGL_LINE in foot


def test_two_runs_give_the_same_bytes(rendered: str) -> None:
    assert render_page(make_page()) == rendered
    assert "\r" not in rendered


@pytest.mark.parametrize("name", ["Tameside", "Oldham"])
def test_each_authority_gets_its_own_page(name: str) -> None:
    tree = html.document_fromstring(render_page(make_page(name, values=VALUES[name])))

    assert tree.xpath("string(//h1)") == name
