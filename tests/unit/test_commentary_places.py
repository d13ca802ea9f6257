"""Which of the service's pages of words belongs to a report: by authority, by period, and never by guess."""

from pathlib import Path

import pytest

from csc_metrics.records.files import NoRawFolder, extract_files
from csc_metrics.report.commentary import ChildNamed, Commentary
from csc_metrics.report.commentary_places import CommentaryOutOfPlace, find_commentary, open_commentary
from csc_metrics.report.page.render import _environment
from csc_metrics.settings.model import RecordsSettings, Settings

NOBODY = Settings()
TAMESIDE = Settings(records=RecordsSettings(authority="Tameside"))


def pages(raw: Path, *places: str) -> Path:
    """Write a page of words into each place; it says where it stands."""
    for place in places:
        (raw / place).mkdir(parents=True)
        (raw / place / "commentary.md").write_text(f"## Actions\n{place}", encoding="utf-8")
    return raw


def found(raw: Path, la_code: str, period: str = "", *, settings: Settings = NOBODY) -> str:
    file = find_commentary(raw, la_code=la_code, period=period, settings=settings)
    return file.path.parent.relative_to(raw).as_posix() if file else ""


TWO_AUTHORITIES = (
    *("357/2025", "357/2026-09", "357/2026-10-15", "357/2026-10-31/sent", "357-tameside/2026-Q2", "Oldham/2026-10"),
    *("published/357/2026-08", "templates/2026-08", "357/.hidden/2026-08"),
)


@pytest.mark.parametrize(
    ("la_code", "period", "place"),
    [
        ("357", "2025", "357/2025"),
        ("357", "2026-09", "357/2026-09"),
        ("357", "2026-10", "357/2026-10-31/sent"),
        ("357", "2026-Q2", "357-tameside/2026-Q2"),
        ("357", "2026-Q4", ""),
        ("357", "2026-06", ""),
        ("357", "2026-08", ""),
        ("357", "2026", ""),
        ("357", "", "357/2026-10-31/sent"),
        ("353", "", "Oldham/2026-10"),
        ("353", "2026-09", ""),
        ("392", "", ""),
    ],
)
def test_a_page_belongs_to_its_authority_and_period(tmp_path: Path, la_code: str, period: str, place: str) -> None:
    assert found(pages(tmp_path, *TWO_AUTHORITIES), la_code, period) == place


def test_words_for_the_latest_figures_come_before_those_of_a_period(tmp_path: Path) -> None:
    raw = pages(tmp_path, "357/2026-10", "357/Latest")
    assert found(raw, "357") == "357/Latest"
    assert found(raw, "357", "2026-10") == "357/2026-10"


def test_where_a_month_and_a_quarter_end_on_one_day_the_quarters_words_are_the_newest(tmp_path: Path) -> None:
    assert found(pages(tmp_path, "357/2026-09", "357/2026-Q3", "357/2026-08-31"), "357") == "357/2026-Q3"


def test_the_settings_say_whose_words_they_are_where_no_folder_does(tmp_path: Path) -> None:
    raw = pages(tmp_path, "2026-10", "353/2026-10")
    assert found(raw, "357", "2026-10", settings=TAMESIDE) == "2026-10"
    assert found(raw, "353", "2026-10", settings=TAMESIDE) == "353/2026-10"
    assert found(raw, "392", "2026-10", settings=TAMESIDE) == ""


def test_words_of_nobody_are_shown_beside_nobodys_figures(tmp_path: Path) -> None:
    raw = pages(tmp_path, "2026-10")
    with pytest.raises(CommentaryOutOfPlace, match="whose words these are"):
        found(raw, "357", "2026-10")


def test_words_of_no_period_are_an_error_for_their_authority_alone(tmp_path: Path) -> None:
    raw = pages(tmp_path, "357/2024-25", "353/2026-10")
    with pytest.raises(CommentaryOutOfPlace, match=r"beside which figures these words stand\. Did you mean 2025\?"):
        found(raw, "357")
    assert found(raw, "353") == "353/2026-10"


@pytest.mark.parametrize("other", ["357-tameside/2026-10", "Tameside/2026-10-31"])
def test_two_pages_for_the_same_figures_are_an_error(tmp_path: Path, other: str) -> None:
    raw = pages(tmp_path, "357/2026-10", other)
    with pytest.raises(CommentaryOutOfPlace, match="Keep one of them") as error:
        found(raw, "357", "2026-10")
    assert str(raw / "357" / "2026-10") in str(error.value)
    assert str(raw / other) in str(error.value)


def test_without_a_folder_of_extracts_there_are_no_words(tmp_path: Path) -> None:
    raw = tmp_path / "data_raw"
    assert open_commentary(raw, la_code="357", settings=NOBODY) == Commentary()


@pytest.mark.parametrize(
    ("place", "written_for"),
    [
        ("357/2026-10-15", "figures up to 15 October 2026"),
        ("357/2026-02", "figures up to 28 February 2026"),
        ("357/2026-Q1", "figures up to 31 March 2026"),
        ("357/2025", "the year to 31 March 2025, for the workforce to 30 September 2025"),
        ("357/latest", ""),
    ],
)
def test_a_page_of_words_says_beside_which_figures_it_was_written(tmp_path: Path, place: str, written_for: str) -> None:
    raw = pages(tmp_path, place)
    commentary = open_commentary(raw, la_code="357", settings=NOBODY)
    assert commentary.written_for == written_for
    page = _environment().get_template("commentary.html.jinja").module.print_commentary(commentary, "actions")
    assert f"<p>{place}</p>" in page
    assert (f", written beside {written_for}</span>" in page) == bool(written_for)


def test_the_identifiers_of_children_reach_the_reader(tmp_path: Path) -> None:
    raw = pages(tmp_path, "357/2026-10")
    (raw / "357/2026-10/commentary.md").write_text("## Actions\nC-1001", encoding="utf-8")
    with pytest.raises(ChildNamed):
        open_commentary(raw, la_code="357", settings=NOBODY, identifiers=["C-1001"])


def test_a_page_of_words_is_no_extract(tmp_path: Path) -> None:
    with pytest.raises(NoRawFolder):
        extract_files(pages(tmp_path, "357/2026-10"))
