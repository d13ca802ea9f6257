"""A workforce census in XML becomes two tables of text: workers and vacancies."""

from pathlib import Path

import polars as pl
import pytest
from made_up_xml import cin_text, workforce_text, written

from csc_metrics.records.raw import SOURCE_ELEMENT, SOURCE_ROW, UnreadableExtract
from csc_metrics.records.workforce_xml import COLUMNS, open_workforce_xml

VACANCIES = (
    "<LALevelVacancies><NumberOfVacancies>79.68</NumberOfVacancies><NoAgencyFTE>59.82</NoAgencyFTE></LALevelVacancies>"
)
WORKER = "<CSWWWorker><AgencyWorker>0</AgencyWorker> <SWENo> SW1 </SWENo><FTE>0.5</FTE><Cases30/></CSWWWorker>"


def filled(cells: pl.DataFrame) -> list[dict[str, object]]:
    return [
        {name: cell for name, cell in row.items() if cell is not None} for row in cells.drop(SOURCE_ELEMENT).to_dicts()
    ]


def test_workers_and_vacancies_are_rows_with_their_lines(tmp_path: Path) -> None:
    leaver = "<CSWWWorker><AgencyWorker>1</AgencyWorker><RoleEndDate>2024-08-31</RoleEndDate></CSWWWorker>"
    tables = open_workforce_xml(written(tmp_path, workforce_text(VACANCIES, WORKER, leaver))).tables()

    assert filled(tables["LALevelVacancies"].cells) == [
        {"NumberOfVacancies": "79.68", "NoAgencyFTE": "59.82", SOURCE_ROW: 2}
    ]
    assert filled(tables["CSWWWorker"].cells) == [
        {"AgencyWorker": "0", "SWENo": "SW1", "FTE": "0.5", SOURCE_ROW: 3},
        {"AgencyWorker": "1", "RoleEndDate": "2024-08-31", SOURCE_ROW: 4},
    ]


@pytest.mark.parametrize("elements", [(), (VACANCIES,), (WORKER,)])
def test_both_tables_have_all_their_columns_whatever_the_file_holds(elements: tuple[str, ...], tmp_path: Path) -> None:
    tables = open_workforce_xml(written(tmp_path, workforce_text(*elements))).tables()

    assert list(tables) == list(COLUMNS)
    for name, table in tables.items():
        assert table.name == name
        places = {SOURCE_ROW: pl.Int64, SOURCE_ELEMENT: pl.Int64}
        assert table.cells.schema == {**dict.fromkeys(COLUMNS[name], pl.String), **places}


def test_a_worker_under_another_tag_is_named_among_what_is_not_used(tmp_path: Path) -> None:
    text = workforce_text("<CSWWWorker><SWENo>SW1</SWENo></CSWWWorker>", "<Worker><SWENo>SW2</SWENo></Worker>")
    census = open_workforce_xml(written(tmp_path, text))

    assert census.tables()["CSWWWorker"].cells["SWENo"].to_list() == ["SW1"]
    assert census.unused() == {"Worker": 1}


def test_a_value_that_stands_twice_is_a_fault_and_an_unknown_element_is_counted(tmp_path: Path) -> None:
    spoilt = "<CSWWWorker><FTE>0.5</FTE><FTE>0.6</FTE><Shoes>44</Shoes></CSWWWorker>"
    census = open_workforce_xml(written(tmp_path, workforce_text(WORKER, spoilt)))
    [fault] = census.tables()["CSWWWorker"].faults

    assert (fault.rule, fault.row, fault.column, fault.value) == ("element_twice", 3, "FTE", "0.5, 0.6")
    assert census.unused() == {"Shoes": 1}


@pytest.mark.parametrize(("year", "la_code"), [(2022, "301"), (2024, "392")])
def test_the_header_is_told(year: int, la_code: str, tmp_path: Path) -> None:
    header = open_workforce_xml(written(tmp_path, workforce_text(year=year, la_code=la_code))).header

    assert (header.collection, header.year, header.la_code) == ("CSWW", str(year), la_code)


def test_another_census_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExtract, match="Collection CIN; CSWW is wanted") as refusal:
        open_workforce_xml(written(tmp_path, cin_text()))
    assert refusal.value.rule == "another_collection"


def test_a_census_that_is_cut_off_never_passes_for_whole(tmp_path: Path) -> None:
    census = open_workforce_xml(written(tmp_path, workforce_text(VACANCIES, WORKER, WORKER)[:-20]))
    with pytest.raises(UnreadableExtract) as refusal:
        census.tables()
    assert refusal.value.rule == "file_truncated"


@pytest.mark.shared
def test_the_sample_is_read_whole(shared_dfe: Path) -> None:
    path = shared_dfe.parent / "returns" / "csww" / "social_work_workforce_2022.xml"
    census = open_workforce_xml(path)
    tables = census.tables()
    lines = path.read_text(encoding="utf-8").splitlines()

    assert (census.header.year, census.header.la_code) == ("2022", "301")
    assert tables["CSWWWorker"].cells[SOURCE_ROW].to_list() == [
        number for number, line in enumerate(lines, start=1) if line.strip() == "<CSWWWorker>"
    ]
    assert tables["LALevelVacancies"].cells.row(0) == ("79.68", "59.82", "71", 15, 1)
    assert census.unused() == {}
    empty = [name for name, count in tables["CSWWWorker"].cells.null_count().row(0, named=True).items() if count == 30]
    assert empty == ["Sex"], "every other column is met in the sample"
