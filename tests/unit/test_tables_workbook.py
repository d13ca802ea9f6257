"""tables.xlsx: accessible by its XML, text that is never a formula, the same bytes each time, every number as it is."""

import io
import re
from datetime import date
from typing import Any

import fastexcel
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from made_up_board import CASELOAD, QUORATE, months, values_of
from read_workbook import WrittenBook, WrittenSheet, read_workbook

from csc_metrics.contracts.meanings import SHORTHAND
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.narrative.sentence import Figure
from csc_metrics.report.page.model import Count, DisplayTable
from csc_metrics.report.workbook import Cover, Number, Sheet, as_workbook
from csc_metrics.report.workbook_sheets import (
    dictionary_sheets,
    figures_behind,
    sheet_of_figures,
    sheet_of_rows,
    sheet_of_table,
)

COVER = Cover(
    title="Hexham: children's services",
    subtitle="Figures to 31 March 2026",
    notes=("Counted from the authority's own records.",),
    licence="Open Government Licence v3.0.",
    marking="Internal: not for publication.",
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MARCH = date(2024, 3, 31)
OWN = ("Cover", "Contents", "Notes")
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://a.example","x")', "http://a.example")


def simple(*rows: tuple[Any, ...], name: str = "Teams", headings: tuple[str, ...] = ("Team", "Figure")) -> Sheet:
    return Sheet(name=name, title="Teams", about="Each team.", headings=headings, rows=rows)


def written(*sheets: Sheet, cover: Cover = COVER) -> WrittenBook:
    return read_workbook(as_workbook(cover, sheets))


def only(book: WrittenBook) -> WrittenSheet:
    (name,) = [name for name in book.sheets if name not in OWN]
    return book.sheets[name]


def figures() -> pl.DataFrame:
    values = [100 / 3, 0.0, None, 12.5]
    return values_of(months(values), months([14.449999999999998, 0.1 + 0.2], measure=CASELOAD))


def whole_book() -> bytes:
    values = figures()
    table = DisplayTable(caption="By team", headings=("Team", "Figure"), rows=(("North", (Count(text="7"),)),))
    return as_workbook(
        COVER,
        [
            sheet_of_table(table, name="By team", about="Each team.", behind={}),
            sheet_of_figures(values, name="Figures", title="Figures", about="Every figure."),
            *dictionary_sheets(values, schema=MeasureValues),
        ],
    )


def test_cover_contents_and_notes_come_before_the_tables_and_the_cover_is_open() -> None:
    book = read_workbook(whole_book())
    assert list(book.sheets) == ["Cover", "Contents", "Notes", "By team", "Figures", "Columns", "Measures"]
    selected = [name for name, sheet in book.sheets.items() if sheet.all_of("sheetView")[0].get("tabSelected") == "1"]
    assert selected == ["Cover"]
    cover = [cell.text for cell in book.sheets["Cover"].cells.values()]
    assert cover[:4] == [COVER.title, COVER.subtitle, COVER.marking, COVER.notes[0]]
    assert cover[-1] == COVER.licence
    assert list(book.sheets["Cover"].cells) == [f"A{row}" for row in range(1, len(cover) + 1)], "no empty row"


def test_every_sheet_but_the_cover_holds_one_table_in_the_same_place_with_headings_in_view() -> None:
    book = read_workbook(whole_book())
    names = []
    for name, sheet in book.sheets.items():
        if name == "Cover":
            assert not sheet.tables
            continue
        (table,) = sheet.tables
        names.append(table.get("displayName"))
        assert table.get("ref").startswith("A5:")
        assert [column.get("name") for column in table.iter(f"{MAIN}tableColumn")] == sheet.texts()[0]
        (pane,) = sheet.all_of("pane")
        assert (pane.get("state"), pane.get("topLeftCell")) == ("frozen", "B6")
        assert (pane.get("xSplit"), pane.get("ySplit")) == ("1", "5")
        assert all(cell.text.strip() for row in sheet.grid for cell in row), "no empty cell, so no empty row or column"
        assert {ref for ref in sheet.cells if re.fullmatch("[A-Z]+[1-4]", ref)} == {"A1", "A2", "A3", "A4"}
    assert len(set(names)) == len(names) == 6
    assert all(re.fullmatch("table_[0-9]+_[a-z0-9_]+", name) for name in names)


def test_no_cell_is_merged_and_nothing_is_a_formula() -> None:
    for sheet in read_workbook(whole_book()).sheets.values():
        assert not sheet.all_of("mergeCells")
        assert not sheet.all_of("f")
        assert not sheet.all_of("conditionalFormatting"), "nothing is told by colour"


def test_the_contents_link_to_every_sheet_that_follows_and_each_sheet_links_back() -> None:
    book = read_workbook(whole_book())
    links = {link.get("ref"): link for link in book.sheets["Contents"].all_of("hyperlink")}
    listed = {book.sheets["Contents"].cells[ref].text: link.get("location") for ref, link in links.items()}
    assert listed.pop("Back to the sheet Cover") == "'Cover'!A1"
    assert listed == {name: f"'{name}'!A1" for name in book.sheets if name not in ("Cover", "Contents")}
    assert book.sheets["Contents"].texts()[3] == ["Figures", "Figures"]
    for name in listed:
        (back,) = book.sheets[name].all_of("hyperlink")
        assert (back.get("ref"), back.get("location")) == ("A4", "'Contents'!A1")


def test_every_sheet_is_marked_on_screen_and_on_paper() -> None:
    book = read_workbook(whole_book())
    for name, sheet in book.sheets.items():
        (head,), (foot,) = sheet.all_of("oddHeader"), sheet.all_of("oddFooter")
        assert head.text == f"&L{COVER.marking}"
        assert foot.text == f"&L{COVER.title}&RPage &P of &N"
        if name != "Cover":
            assert sheet.cells["A3"].text == f"{COVER.marking} This sheet holds one table."


def test_an_ampersand_in_a_title_is_printed_and_no_code() -> None:
    cover = Cover(title="Bath & North East Somerset", subtitle="s", notes=(), licence="")
    book = read_workbook(as_workbook(cover, []))
    assert book.sheets["Notes"].all_of("oddFooter")[0].text == "&LBath && North East Somerset&RPage &P of &N"
    assert not book.sheets["Notes"].all_of("oddHeader")


def test_the_properties_say_title_and_language_and_no_day_of_making() -> None:
    core = read_workbook(whole_book()).parts["docProps/core.xml"]
    told = {etree.QName(one).localname: one.text for one in etree.fromstring(core)}
    assert told["title"] == COVER.title
    assert told["language"] == "en-GB"
    assert told["created"] == told["modified"] == "2000-01-01T00:00:00Z"
    assert not told["creator"]


def test_two_runs_give_the_same_bytes() -> None:
    assert whole_book() == whole_book()


def test_every_number_equals_the_frame_s_to_the_last_digit() -> None:
    values = figures()
    sheet = only(written(sheet_of_figures(values, name="Figures", title="Figures", about="Every figure.")))
    headings, *rows = sheet.grid
    place = [cell.text for cell in headings].index("Value")
    for row, value in zip(rows, values["value"], strict=True):
        if value is None:
            assert row[place].kind == "s"
        else:
            assert row[place].number == value
    read = fastexcel.read_excel(
        as_workbook(COVER, [sheet_of_figures(values, name="Figures", title="Figures", about="Every figure.")])
    ).load_sheet("Figures", header_row=4, dtypes={"Value": "float"})
    second = read.to_polars()["Value"]
    assert second.to_list() == values["value"].to_list(), "as another reader has them"


def test_a_number_is_shown_with_the_decimals_of_its_measure_and_a_day_as_a_page_prints_it() -> None:
    book = written(sheet_of_figures(figures(), name="Figures", title="Figures", about="Every figure."))
    headings, *rows = only(book).grid
    cells = {heading.text: cell for heading, cell in zip(headings, rows[0], strict=True)}
    assert cells["Measure"].text == "Strategy meetings that were quorate"
    assert (cells["Unit"].text, cells["Measure code"].text) == ("%", QUORATE)
    assert book.format_of(cells["Value"]) == "#,##0.0"
    assert book.format_of(cells["Period end"]) == "[$-809]d mmmm yyyy"
    assert cells["Period end"].number == (date(2024, 1, 31) - date(1899, 12, 30)).days
    assert book.format_of(cells["Rows aside"]) == "#,##0"


def of_status(status: Status, *, measure: str = QUORATE) -> pl.DataFrame:
    rows = months([1.0 if status is Status.OK else None], measure=measure)
    return rows.with_columns(pl.lit(status.value).alias("status"))


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OK])
def test_a_cell_without_a_value_says_why_and_the_notes_explain_it(status: Status) -> None:
    book = written(sheet_of_figures(of_status(status), name="Figures", title="Figures", about="Every figure."))
    headings, row = only(book).texts()
    told = dict(zip(headings, row, strict=True))
    assert told["Value"] == SHORTHAND[status.value]
    assert told["Status"] == status.value
    assert told["Lower"] == told["Note"] == "[z]"
    assert told["Value"] in [cells[0] for cells in book.sheets["Notes"].texts()]


def test_nought_hidden_missing_and_not_applicable_look_different() -> None:
    statuses = (Status.OK, Status.SUPPRESSED, Status.NOT_COLLECTED, Status.NOT_APPLICABLE)
    rows = pl.concat([of_status(status) for status in statuses]).with_columns(
        pl.when(pl.col("value") == 1).then(0.0).otherwise("value").alias("value")
    )
    headings, *told = only(written(sheet_of_figures(rows, name="F", title="F", about="F"))).grid
    place = [cell.text for cell in headings].index("Value")
    assert [(row[place].kind, row[place].text) for row in told] == [
        ("n", "0.0"),
        ("s", "[c]"),
        ("s", "[x]"),
        ("s", "[z]"),
    ]


@pytest.mark.parametrize(("measure", "why"), [(QUORATE, "[x]"), ("children_in_need_rate_per_10k", "[z]")])
def test_an_empty_rank_says_whether_anything_is_ever_ranked(measure: str, why: str) -> None:
    rows = of_status(Status.OK, measure=measure).with_columns(
        pl.lit(None, dtype=pl.Int64).alias("england_rank"), pl.lit(None, dtype=pl.String).alias("quartile")
    )
    headings, row = only(written(sheet_of_figures(rows, name="F", title="F", about="F"))).texts()
    told = dict(zip(headings, row, strict=True))
    assert (told["England rank"], told["Quartile"]) == (why, why)


def figure(text: str, *, column: str = "value", table: str = "measures", decimals: int = 1, **told: Any) -> Figure:
    usual = {"measure": QUORATE, "period_end": MARCH, "period_type": "month", "source": "local"}
    return Figure(text=text, column=column, decimals=decimals, table=table, **(usual | told))


def of_page(cell: Any, values: pl.DataFrame | None = None) -> Any:
    table = DisplayTable(caption="c", headings=("Measure", "Figure"), rows=(("Quorate", (cell,)),))
    behind = figures_behind({"measures": values} if values is not None else {})
    return sheet_of_table(table, name="n", about="a", behind=behind).rows[0][1]


def test_a_page_s_figure_is_unrounded_where_it_prints_as_the_page_prints_it() -> None:
    values = values_of(months([1.0, 2.0, 31.25]))
    assert of_page(figure("31.3%"), values) == Number(value=31.25, number_format='#,##0.0"%"', printed="31.3%")
    assert of_page(figure("31.2%"), values).value == 31.2, "no other figure than the page's"
    assert of_page(figure("31.3%", source="published"), values).value == 31.3, "another row"
    assert of_page(figure("31.3%", table="scorecard"), values).value == 31.3
    assert of_page(figure("31.3%")).value == 31.3


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("12,345", 12345.0, "#,##0"),
        ("0.0%", 0.0, '#,##0.0"%"'),
        ("+2.2 points", 2.2, '+#,##0.0" points";-#,##0.0" points";#,##0.0" points"'),
        ("\N{MINUS SIGN}1,002.25", -1002.25, "#,##0.00"),
        ("934.4 per 10,000 children", 934.4, '#,##0.0" per 10,000 children"'),
        ("1234", 1234.0, "#,##0"),
    ],
)
def test_a_printed_number_is_a_number_with_its_unit(text: str, value: float, number_format: str) -> None:
    cell = of_page(Count(text=text))
    assert (cell.value, cell.number_format) == (value, number_format)


@pytest.mark.parametrize("text", ["7 of 10", "3.1 to 4.2", "under 0.1%", "142nd", '5 "x"', "1,23", "5 and 6"])
def test_what_is_more_than_a_number_stays_as_it_is_read(text: str) -> None:
    assert of_page(Count(text=text)) == text


def test_what_fell_by_less_than_is_printed_has_no_sign_in_a_spreadsheet_either() -> None:
    cell = of_page(figure("0.0%"), values_of(months([1.0, 2.0, -0.04])))
    assert cell == Number(value=-0.04, number_format='#,##0.0"%";#,##0.0"%"', printed="0.0%")


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("21 November 2026", date(2026, 11, 21)),
        ("29 February 2024", date(2024, 2, 29)),
        ("29 February 2023", "29 February 2023"),
        ("01 May 2024", "01 May 2024"),
        ("year to 31 March 2026", "year to 31 March 2026"),
        ("November 2026", "November 2026"),
        ("1 may 2024", "1 may 2024"),
        ("31 December 2999", date(2999, 12, 31)),
        ("99 December 2999", "99 December 2999"),
        ("31 December 9999", "31 December 9999"),
    ],
)
def test_a_day_on_a_page_is_a_day_in_a_cell_and_as_a_row_heading(words: str, cell: object) -> None:
    assert of_page(words) == cell
    table = DisplayTable(caption="c", headings=("Day", "Figure"), rows=((words, ("n/a",)),))
    assert sheet_of_table(table, name="n", about="a", behind={}).rows[0][0] == cell


def test_words_and_figures_in_one_cell_are_text_and_words_of_a_status_its_shorthand() -> None:
    assert of_page(("hidden: ", figure("3"), " to ", figure("7"))) == "hidden: 3 to 7"
    assert of_page("hidden: small numbers") == of_page("hidden") == "[c]"
    assert of_page("not available") == of_page("no figure") == "[x]"
    assert of_page("n/a") == of_page("does not apply") == "[z]"
    assert of_page("too few to show") == "[too few]"
    assert of_page("no limit is set") == "no limit is set"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_is_text_everywhere(text: str) -> None:
    cover = Cover(title=text, subtitle=text, notes=(text,), licence=text, marking=text)
    sheet = Sheet(name=text, title=text, about=text, headings=(text, text), rows=((text, text),))
    book = written(sheet, cover=cover)
    for name, one in book.sheets.items():
        assert not one.all_of("f")
        assert [link for link in one.all_of("hyperlink") if link.get(f"{MAIN}id")] == []
        assert {link.get("location") for link in one.all_of("hyperlink")} <= {f"'{sheet}'!A1" for sheet in book.sheets}
        for cell in one.cells.values():
            if cell.text.startswith(("=", "+", "-", "@", "\t", "\r")):
                is_link = name == "Contents" and cell.text in book.sheets
                assert cell.kind == "s"
                assert is_link or book.is_quoted[cell.look], "it stays text when somebody edits it"
    assert only(book).grid[1][0].text == text
    assert not [part for name, part in book.parts.items() if name.endswith(".rels") and b"External" in part]


characters = st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@\t\r\n'[]*?:/\\&\x00\x0b\ufffe_x041"))


@settings(max_examples=60)
@given(st.lists(characters, min_size=1, max_size=3), characters, characters)
def test_any_text_makes_a_workbook_that_is_read_back_as_it_was(cells: list[str], name: str, words: str) -> None:
    headings = tuple(f"{words}" for _ in cells)
    sheet = Sheet(name=name, title=words, about=words, headings=headings, rows=(tuple(cells),))
    cover = Cover(title=words, subtitle=words, notes=(words,), licence=words, marking=words)
    content = as_workbook(cover, [sheet, sheet])
    book = read_workbook(content)  # whatever is no XML would fail here

    assert len(book.sheets) == 5
    assert all(1 <= len(one.encode("utf-16-le")) // 2 <= 31 for one in book.sheets)
    assert len({one.lower() for one in book.sheets}) == 5
    for one in list(book.sheets)[3:]:
        told = book.sheets[one].texts()
        assert len({heading.lower() for heading in told[0]}) == len(cells)
        assert [column.get("name") for column in book.sheets[one].tables[0].iter(f"{MAIN}tableColumn")] == told[0]
        wanted = [
            cell.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") if cell.strip() else "[x]" for cell in cells
        ]
        assert told[1] == wanted
    assert fastexcel.read_excel(content).sheet_names == list(book.sheets)


@given(st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=20))
def test_any_number_is_held_to_the_last_digit(numbers: list[float]) -> None:
    rows = pl.DataFrame({"name": [str(place) for place in range(len(numbers))], "amount": numbers})
    sheet = only(written(sheet_of_rows(rows, name="n", title="t", about="a", decimals={"amount": 2})))
    assert [row[1].number for row in sheet.grid[1:]] == numbers


def test_no_number_at_all_is_not_available() -> None:
    rows = pl.DataFrame({"name": ["a", "b", "c"], "amount": [float("nan"), float("inf"), None]})
    sheet = only(written(sheet_of_rows(rows, name="n", title="t", about="a", decimals={})))
    assert [row[1].text for row in sheet.grid[1:]] == ["[x]", "[x]", "[x]"]


def test_true_lists_and_days_that_no_spreadsheet_holds_are_words() -> None:
    rows = pl.DataFrame({"name": ["a"], "is_open": [True], "codes": [["1", "2"]], "born": [date(1899, 5, 1)]})
    sheet = only(written(sheet_of_rows(rows, name="n", title="t", about="a", decimals={})))
    assert sheet.texts() == [["Name", "Is open", "Codes", "Born"], ["a", "yes", "1 2", "1 May 1899"]]


def test_a_cell_of_blanks_is_not_available_and_a_sheet_is_named_like_no_other() -> None:
    book = written(*(simple(("North", " \n"), name=name) for name in ("cover", "Notes", "History", "Teams")))
    assert list(book.sheets)[3:] == ["cover (2)", "Notes (2)", "History (2)", "Teams"]
    assert [book.sheets[name].texts()[1] for name in list(book.sheets)[3:]] == [["North", "[x]"]] * 4


def test_a_heading_that_excel_would_read_as_another_letter_is_made_plain() -> None:
    """Excel takes "_x0041_" in the name of a column for "A", and a file whose two headings differ for damaged."""
    sheet = only(written(simple(("North", "1"), headings=("Team", "a_x0041_b"))))
    assert sheet.texts()[0] == ["Team", "ax0041_b"]


def test_a_change_shows_its_sign_and_a_value_does_not() -> None:
    rows = months([2.0, -2.0, 0.0, 3.0], measure=QUORATE)
    rows = rows.with_columns(pl.Series("change", [2.5, -2.5, 0.0, -0.04]))
    book = written(sheet_of_figures(rows, name="F", title="F", about="F"))
    headings, *told = only(book).grid
    change, value = ([cell.text for cell in headings].index(name) for name in ("Change", "Value"))
    signed = "+#,##0.0;-#,##0.0;#,##0.0"
    assert [book.format_of(row[change]) for row in told] == [signed, signed, "#,##0.0", "#,##0.0;#,##0.0"]
    assert [book.format_of(row[value]) for row in told] == ["#,##0.0"] * 4
    assert [row[change].number for row in told] == [2.5, -2.5, 0.0, -0.04]


def test_a_table_without_rows_says_so() -> None:
    sheet = only(written(simple()))
    assert sheet.texts() == [["Team", "Figure"], ["No rows", "[z]"]]


def test_a_row_that_does_not_fit_its_headings_is_refused() -> None:
    with pytest.raises(ValueError, match=r"zip\(\) argument 2 is longer"):
        as_workbook(COVER, [simple(("North",))])


def test_a_sheet_of_very_many_rows_holds_the_first_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csc_metrics.report.workbook_sheets.MOST_ROWS", 2)
    sheet = sheet_of_figures(figures(), name="F", title="F", about="Every figure.")
    assert len(sheet.rows) == 2
    assert sheet.about == "Every figure. The first 2 of 6 rows; the CSV file holds all."
    assert "first" not in sheet_of_figures(figures().head(2), name="F", title="F", about="Every figure.").about


def test_text_too_long_for_a_cell_ends_in_an_ellipsis() -> None:
    told = only(written(simple(("x" * 40_000, "1")))).texts()[1][0]
    assert (len(told), told[-2:]) == (32_767, "x…")


def test_the_dictionary_tells_each_column_by_its_heading_and_each_measure_by_its_title() -> None:
    columns, measures = dictionary_sheets(figures(), schema=MeasureValues)
    told = only(written(sheet_of_figures(figures(), name="F", title="F", about="F"))).texts()[0]
    assert [row[0] for row in columns.rows] == told[2:]
    assert [row[1] for row in columns.rows] == list(MeasureValues.columns())
    assert [row[:2] for row in measures.rows] == [
        ("Average caseload", CASELOAD),
        ("Strategy meetings that were quorate", QUORATE),
    ]


def test_words_wrap_and_columns_are_wide_enough_for_what_they_hold() -> None:
    long = "word " * 40
    sheet = only(written(simple(("North", long), name="Teams", headings=("Team", "Why it is so"))))
    narrow, wide = (float(one.get("width")) for one in sheet.all_of("col"))
    assert 11 <= narrow < 13
    assert 60 <= wide < 62
    styles = read_workbook(as_workbook(COVER, [simple(("North", long))])).parts["xl/styles.xml"]
    assert b'wrapText="1"' in styles
    assert io.BytesIO(styles).read(5) == b"<?xml"
