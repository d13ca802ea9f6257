"""The index over a period's reports: a row for each authority, what its page says first, and what failed."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from contract.source import PACKAGE
from lxml import html

from csc_metrics.contracts.authorities import current_authorities
from csc_metrics.contracts.made_up_region import MADE_UP_AMONG, made_up_authorities
from csc_metrics.report import manifest
from csc_metrics.report.batch.edition import EDITIONS, PERFORMANCE, SCRUTINY, Edition
from csc_metrics.report.batch.index import write_front_page, write_index
from csc_metrics.report.headline import headline_of
from csc_metrics.report.manifest import MANIFEST_FILE, headlines_in, write_manifest

NAMES = {one.la_code: one for one in (*current_authorities(), *made_up_authorities().values())}
HOSTILE = '</td><script>alert("x")</script>&'
OPENING = (
    '<section class="opening wide"><h2>What matters</h2><ol><li><p>{}</p><p class="more">See</p></li></ol></section>'
)
NO_PART_OF_A_REPORT = {".md", ".typed", ".pyc", ".ipynb"}
TWO_ITEMS = "<ol><li><p>One.</p></li><li><p>Two.</p></li></ol>"


def put_report(period: Path, la_code: str, *, edition: Edition = SCRUTINY, headline: object = "") -> Path:
    """Put a finished report where a run puts it, as far as an index looks at it. Returns: its page."""
    folder = period / f"{la_code}-{NAMES[la_code].slug}" / edition.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / edition.page).write_text("a page", encoding="utf-8")
    told = json.dumps({"headlines": {edition.page: headline}})
    (folder / MANIFEST_FILE).write_text(told, encoding="utf-8")
    return folder / edition.page


def index_of(period: Path, **failed: str) -> html.HtmlElement:
    """Write the index of a folder and read it; failed: by code, or code_edition."""
    period.mkdir(exist_ok=True)
    told = {key.strip("_").replace("_", " "): message for key, message in failed.items()}
    return html.document_fromstring(write_index(period, failed=told, made=()).read_bytes())


def rows_of(page: html.HtmlElement) -> list[list[str]]:
    """Return the cells of each row of the table as text; several words of a cell have a bar between them."""
    return [
        [" | ".join(" ".join(part.split()) for part in cell.itertext() if part.strip()) for cell in row]
        for row in page.xpath("//tbody/tr")
    ]


@pytest.fixture
def period(tmp_path: Path) -> Path:
    return tmp_path / "2025"


def test_each_authority_has_one_row_with_all_its_reports_and_what_the_first_says_first(period: Path) -> None:
    put_report(period, "357", headline="Agency workers fill 31.3% of posts.")
    put_report(period, "357", edition=PERFORMANCE, headline="12 rows were lost.")
    put_report(period, "383", headline="Caseloads fell.")

    assert rows_of(index_of(period)) == [
        ["Leeds", "Yorkshire and The Humber", "Scrutiny report", "Caseloads fell.", "Complete"],
        [
            "Tameside",
            "North West",
            "Scrutiny report | Performance report (internal)",
            "Agency workers fill 31.3% of posts.",
            "Complete",
        ],
    ]


def test_links_lead_to_the_pages_and_each_is_named_as_no_other(period: Path) -> None:
    pages = [put_report(period, code, edition=edition) for code in ("357", "383") for edition in EDITIONS]
    links = index_of(period).xpath("//tbody//a")

    assert {period / link.get("href") for link in links} == set(pages)
    names = [link.get("aria-label") for link in links]
    assert "Scrutiny report, Tameside" in names
    assert "Performance report (internal), Leeds" in names
    assert len(set(names)) == len(names) == 2 * len(EDITIONS)
    assert all(name.startswith(link.text_content()) for name, link in zip(names, links, strict=True))


def test_every_edition_that_is_not_public_is_marked_as_internal(period: Path) -> None:
    for edition in EDITIONS:
        put_report(period, "357", edition=edition)
    (row,) = rows_of(index_of(period))
    marked = {edition.name: "" if edition.folder == "public" else " (internal)" for edition in EDITIONS}

    assert row[2] == " | ".join(f"{name.capitalize()} report{mark}" for name, mark in marked.items())


def test_a_headline_of_an_internal_page_stands_in_where_there_is_no_other_and_says_so(period: Path) -> None:
    put_report(period, "001", edition=PERFORMANCE, headline="12 rows were lost.")
    page = index_of(period)

    assert rows_of(page) == [
        [
            "Alderbeck (made up)",
            "Made-up region",
            "Performance report (internal)",
            "12 rows were lost. | From the internal page.",
            "Complete",
        ]
    ]
    assert MADE_UP_AMONG in page.text_content()
    assert "this index, which tells of them, is not either" in page.text_content()


@pytest.mark.parametrize(
    ("la_codes", "says_dfe", "says_made_up"),
    [(["357"], True, False), (["001"], False, True), (["001", "357"], True, True)],
)
def test_what_scrutiny_reports_rest_on_is_said_as_it_is(
    period: Path, la_codes: list[str], *, says_dfe: bool, says_made_up: bool
) -> None:
    for la_code in la_codes:
        put_report(period, la_code)
    told = " ".join(index_of(period).text_content().split())

    of_real = "rest on DfE's published figures and, where an authority's own records are held, on what may be published"
    assert (of_real in told) == says_dfe
    assert ("made up rest on their made-up records alone" in told) == says_made_up


def test_an_index_without_internal_pages_says_nothing_of_them(period: Path) -> None:
    put_report(period, "357", headline="Agency workers fill 31.3% of posts.")

    assert "nternal" not in index_of(period).xpath("string(//main)")
    assert MADE_UP_AMONG not in index_of(period).text_content()


@pytest.mark.parametrize("headline", ["", None, 5, ["a"], {"b": "c"}])
def test_a_report_of_which_no_headline_is_kept_is_listed_and_says_so(period: Path, headline: object) -> None:
    put_report(period, "357", headline=headline)

    assert rows_of(index_of(period)) == [["Tameside", "North West", "Scrutiny report", "No headline", "Complete"]]


@pytest.mark.parametrize("changed", [b"", b"[]", b"{}", b'{"headlines": []}', b"\xff", b"[" * 100_000])
def test_a_manifest_that_somebody_changed_beyond_reading_gives_no_headline(period: Path, changed: bytes) -> None:
    put_report(period, "357").with_name(MANIFEST_FILE).write_bytes(changed)

    assert rows_of(index_of(period)) == [["Tameside", "North West", "Scrutiny report", "No headline", "Complete"]]


def test_an_authority_whose_report_failed_has_its_row_with_the_reason_and_stands_in_the_list(period: Path) -> None:
    page = index_of(period, _204="A file is cut off.")

    assert rows_of(page) == [
        [
            "Hackney",
            "Inner London",
            "No report",
            "No headline",
            "Failed | Scrutiny report: A file is cut off.",
        ]
    ]
    assert [one.text_content() for one in page.xpath("//dt | //dd")] == [
        "Hackney",
        "A file is cut off.",
    ]


def test_a_failure_beside_a_finished_report_is_told_of_its_edition(period: Path) -> None:
    put_report(period, "357", headline="Caseloads fell.")
    page = index_of(period, _357_performance="No records.")

    assert rows_of(page)[0][2:] == [
        "Scrutiny report",
        "Caseloads fell.",
        "Failed | Performance report (internal): No records.",
    ]
    assert [one.text for one in page.xpath("//dt")] == ["Tameside, performance report"]


def test_failures_are_listed_by_name(period: Path) -> None:
    page = index_of(period, _204="a", _357_performance="b", _357="c", _383="d", _001_performance="e")

    assert [(name.text, told.text) for name, told in zip(page.xpath("//dt"), page.xpath("//dd"), strict=True)] == [
        ("Alderbeck (made up), performance report", "e"),
        ("Hackney", "a"),
        ("Leeds", "d"),
        ("Tameside", "c"),
        ("Tameside, performance report", "b"),
    ]


def test_a_report_of_an_earlier_run_that_could_not_be_made_anew_is_said_to_be_that(period: Path) -> None:
    put_report(period, "357", headline="Caseloads fell.")
    (row,) = rows_of(index_of(period, _357="The disk is full."))

    assert row[2:4] == ["Scrutiny report", "Caseloads fell."]
    assert row[4] == "Failed | Scrutiny report: The disk is full. The page linked here is of an earlier run."


def test_rows_go_by_name_as_a_reader_looks_for_it_whatever_its_punctuation(period: Path) -> None:
    for code in ("342", "357", "861", "808", "801", "839", "344", "334", "001"):
        put_report(period, code)

    assert [row[0] for row in rows_of(index_of(period))] == [
        *("Alderbeck (made up)", "Bournemouth, Christchurch and Poole", "Bristol, City of", "Solihull", "St. Helens"),
        *("Stockton-on-Tees", "Stoke-on-Trent", "Tameside", "Wirral"),
    ]


def test_all_of_england_and_the_made_up_region_have_a_row_each(period: Path) -> None:
    for one in current_authorities():
        put_report(period, one.la_code)
    for la_code in made_up_authorities():
        put_report(period, la_code, edition=PERFORMANCE)
    rows = rows_of(index_of(period))

    assert len(rows) == 153 + 11
    assert len({row[0] for row in rows}) == 164
    assert sum(row[0].endswith("(made up)") for row in rows) == sum(row[1] == "Made-up region" for row in rows) == 11
    assert "All 164 authorities, sorted by authority from A to Z." in index_of(period).text_content()


def test_an_authority_that_ended_keeps_its_reports_apart_from_its_heir_s(period: Path) -> None:
    for folder in ("835-dorset-before-april-2019", "838-dorset"):
        (period / folder / "public").mkdir(parents=True)
        (period / folder / "public" / SCRUTINY.page).write_text("a page", encoding="utf-8")
        (period / folder / "public" / MANIFEST_FILE).write_text("{}", encoding="utf-8")

    assert [row[0] for row in rows_of(index_of(period))] == ["Dorset", "Dorset (before April 2019)"]


def test_what_a_headline_or_a_failure_holds_is_text_and_nothing_else(period: Path) -> None:
    put_report(period, "357", headline=HOSTILE)
    page = index_of(period, _383=HOSTILE)

    assert len(page.xpath("//script")) == 1
    assert [row[3] for row in rows_of(page)] == ["No headline", HOSTILE]


def test_the_script_is_the_one_that_the_policy_lets_in_and_names_nothing_outside(period: Path) -> None:
    put_report(period, "357")
    page = index_of(period)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,) = page.xpath("//script")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'sha256-{b64encode(sha256(script.text.encode()).digest()).decode()}'"
    assert script.attrib == {}
    assert not re.search(r"https?:|fetch|XMLHttp|Storage|cookie|innerHTML|\beval\b|document\.write", script.text)


def test_an_index_over_nothing_has_no_table_and_lets_no_script_in(period: Path) -> None:
    page = index_of(period)

    assert "There is no finished report here." in page.text_content()
    assert not page.xpath("//table | //script | //input")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "script-src" not in policy


def test_two_indices_over_the_same_reports_are_the_same_bytes(period: Path, tmp_path: Path) -> None:
    for folder, codes in ((period, ("357", "383", "001")), (tmp_path / "again" / "2025", ("001", "383", "357"))):
        for code in codes:
            put_report(folder, code, headline="Caseloads fell.")
    first, second = (
        write_index(folder, failed=failed, made=()).read_bytes()
        for folder, failed in (
            (period, {"204": "a", "202": "b"}),
            (tmp_path / "again" / "2025", {"202": "b", "204": "a"}),
        )
    )
    assert first == second


def test_the_page_on_reports_names_every_page_workbook_and_table_of_an_edition() -> None:
    told = (PACKAGE.parent / "reports" / "README.md").read_text(encoding="utf-8")
    names = {name.partition("/")[0] for one in EDITIONS for name in (one.page, *one.rows, *one.others)}
    assert {name for name in names if name not in told} == set()


def test_a_front_page_links_the_reports_of_a_period_below_it(tmp_path: Path) -> None:
    put_report(tmp_path / "demo" / "latest", "357", headline="Caseloads fell.")
    written = write_front_page(tmp_path / "demo", title="Demo", intro=("A.",), period_folder=tmp_path / "demo/latest")
    page = html.document_fromstring(written.read_bytes())

    assert page.xpath("//tbody//a/@href") == ["latest/357-tameside/public/scrutiny.html"]
    assert rows_of(page)[0][3] == "Caseloads fell."


@pytest.mark.parametrize(
    ("page", "headline"),
    [
        (OPENING.format("Caseloads <data>fell</data>\n  by 3."), "Caseloads fell by 3."),
        (
            OPENING.format("A &amp; B in \N{LATIN SMALL LETTER E WITH ACUTE}."),
            "A & B in \N{LATIN SMALL LETTER E WITH ACUTE}.",
        ),
        (f"<nav><ol><li><p>No.</p></li></ol></nav><section class='opening'>{TWO_ITEMS}</section>", "One."),
        (f"<section class='opening-hours'>{TWO_ITEMS}</section>", ""),
        ("<section class='opening'><ol><li><p> </p></li></ol></section>", ""),
        ("a page", ""),
        ("", ""),
    ],
)
def test_the_headline_is_the_first_sentence_of_what_a_page_opens_with(page: str, headline: str) -> None:
    assert headline_of(page.encode()) == headline


def test_the_manifest_keeps_the_headline_of_the_page_and_is_the_same_each_time(tmp_path: Path) -> None:
    (tmp_path / "scrutiny.html").write_text(OPENING.format("Caseloads fell."), encoding="utf-8")
    write_manifest(tmp_path, {}, rows={}, pages=["scrutiny.html"])
    first = (tmp_path / MANIFEST_FILE).read_bytes()
    write_manifest(tmp_path, {}, rows={}, pages=["scrutiny.html"])

    assert json.loads(first)["headlines"] == {"scrutiny.html": "Caseloads fell."}
    assert headlines_in(tmp_path) == {"scrutiny.html": "Caseloads fell."}
    assert (tmp_path / MANIFEST_FILE).read_bytes() == first


def test_whatever_kind_of_file_the_package_holds_reports_are_made_anew_when_it_changes() -> None:
    kinds = {path.suffix for path in PACKAGE.rglob("*") if path.is_file()} - NO_PART_OF_A_REPORT

    assert ".js" in kinds
    assert {f"*{kind}" for kind in kinds} == set(manifest._SOURCES)
