"""Statistical neighbours: both CSV layouts, workbooks whose model is said, and lists that are not whole."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from made_up_dfe import (
    add_byte_order_mark,
    made_up_neighbours,
    neighbours_2021_text,
    neighbours_2025_text,
    write_made_up_dfe,
    write_workbook,
)

from csc_metrics.published.neighbours import (
    FaultyNeighbours,
    carried_neighbours,
    neighbour_inputs,
    read_neighbours,
)

TAMESIDE = "357"
FETCH_AGAIN = "Download the file again and put it in place unopened: Excel changes what it saves."
ASK_MAINTAINERS = "If DfE has changed its file, tell those who maintain csc_metrics."
NOT_WHOLE = (
    "not a whole list of statistical neighbours of the {} model; the file may be cut off, or be of another model."
)
DEFUNCT = {"835": ["836", "837", *(str(code) for code in range(301, 309))]}
NINE = [str(code) for code in range(301, 310)]


def list_of(neighbours: pl.DataFrame, *, model: str, la_code: str) -> list[str]:
    return neighbours.filter(neighbour_model=model, la_code=la_code).sort("place")["neighbour_code"].to_list()


def neighbours_text(model: str) -> str:
    lists = made_up_neighbours(model)
    return neighbours_2025_text(lists) if model == "2025" else neighbours_2021_text(lists, defunct={})


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def error_of(folder: Path, *, workbooks: Mapping[str, str] | None = None) -> str:
    with pytest.raises(FaultyNeighbours) as caught:
        read_neighbours(folder, workbooks=workbooks or {})
    return str(caught.value).replace(folder.as_posix(), "published")


def test_the_layout_of_2025_is_read_nearest_first(tmp_path: Path) -> None:
    """Its words of closeness end in a space ("Close "), which is nobody's neighbour."""
    lists = made_up_neighbours("2025")
    path = write(tmp_path, "anything.csv", neighbours_2025_text(lists))
    assert "Close ," in path.read_text(encoding="utf-8")
    read = read_neighbours(tmp_path, workbooks={})
    assert list_of(read, model="2025", la_code=TAMESIDE) == lists[TAMESIDE]
    assert read.filter(neighbour_model="2025").height == 1530


def test_the_layout_of_2021_is_read_past_its_blank_row_its_row_of_words_and_its_nameless_column(tmp_path: Path) -> None:
    lists = made_up_neighbours("2021")
    text = neighbours_2021_text(lists, defunct=DEFUNCT)
    assert "\nOld SNs:," in text
    assert text.splitlines()[0].count(",SNP") == 10
    assert text.splitlines()[0].endswith(",")
    write(tmp_path, "groupings.csv", text)
    read = read_neighbours(tmp_path, workbooks={})
    assert list_of(read, model="2021", la_code=TAMESIDE) == lists[TAMESIDE]
    assert list_of(read, model="2021", la_code="835") == DEFUNCT["835"]


def test_a_byte_order_mark_makes_no_difference(tmp_path: Path) -> None:
    lists = made_up_neighbours("2025")
    add_byte_order_mark(write(tmp_path, "sn.csv", neighbours_2025_text(lists)))
    assert list_of(read_neighbours(tmp_path, workbooks={}), model="2025", la_code=TAMESIDE) == lists[TAMESIDE]


def test_a_model_that_the_folder_lacks_is_the_carried_one(tmp_path: Path) -> None:
    write(tmp_path, "sn.csv", neighbours_2025_text(made_up_neighbours("2025")))
    read, carried = read_neighbours(tmp_path, workbooks={}), carried_neighbours()
    assert read.filter(neighbour_model="2021").equals(carried.filter(neighbour_model="2021"))
    assert not read.filter(neighbour_model="2025").equals(carried.filter(neighbour_model="2025"))


def test_dfes_other_files_are_not_taken_for_neighbours(tmp_path: Path) -> None:
    write_made_up_dfe(tmp_path)
    assert read_neighbours(tmp_path, workbooks={}).equals(carried_neighbours())


def test_a_list_that_is_not_there_is_an_error_that_names_the_authority(tmp_path: Path) -> None:
    lists = made_up_neighbours("2025")
    del lists[TAMESIDE]
    write(tmp_path, "sn.csv", neighbours_2025_text(lists))
    message = error_of(tmp_path)
    assert message == f"published/sn.csv: {NOT_WHOLE.format('2025')}\n  357: no list\n{FETCH_AGAIN}"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (["", *NINE], "357: '' is not a code of DfE's that is known"),
        (["301", *NINE], "357: 9 different neighbours instead of 10"),
        (["357", *NINE], "357: is named as its own neighbour"),
        (["999", *NINE], "357: '999' is not a code of DfE's that is known"),
        (["-", *NINE], "357: 9 different neighbours instead of 10"),
    ],
    ids=["empty place", "one twice", "itself", "unknown", "a dash"],
)
@pytest.mark.parametrize("model", ["2021", "2025"])
def test_a_list_that_is_not_ten_other_known_authorities_is_an_error(
    tmp_path: Path, model: str, fault: list[str], told: str
) -> None:
    lists = made_up_neighbours(model) | {TAMESIDE: fault}
    text = neighbours_2025_text(lists) if model == "2025" else neighbours_2021_text(lists, defunct={})
    write(tmp_path, "sn.csv", text)
    assert error_of(tmp_path) == f"published/sn.csv: {NOT_WHOLE.format(model)}\n  {told}\n{FETCH_AGAIN}"


def test_a_list_of_an_authority_that_is_not_known_is_an_error_that_names_it(tmp_path: Path) -> None:
    text = neighbours_2025_text(made_up_neighbours("2025"))
    write(tmp_path, "sn.csv", text + text.splitlines()[1].replace("201,", "999,", 1) + "\n")
    assert "\n  999: is not a code of DfE's that is known\n" in error_of(tmp_path)


@pytest.mark.parametrize("renamed", ["first", "in the middle", "last", "code"])
@pytest.mark.parametrize("model", ["2021", "2025"])
def test_a_list_with_a_renamed_column_is_an_error_that_names_it_and_not_passed_over(
    tmp_path: Path, model: str, renamed: str
) -> None:
    """A list that were passed over would be replaced by the carried one in silence."""
    place, code = ("SN{}", "LA num") if model == "2021" else ("SN_{}", "old_la_code")
    at = {"first": place.format(1), "in the middle": place.format(5), "last": place.format(10), "code": code}
    heading, *rows = neighbours_text(model).splitlines(keepends=True)
    headings = heading.rstrip("\r\n").split(",")
    assert headings.count(at[renamed]) == 1
    spoilt = ",".join("Renamed" if name == at[renamed] else name for name in headings)
    write(tmp_path, "sn.csv", "".join([spoilt, "\n", *rows]))
    assert error_of(tmp_path) == (
        f"published/sn.csv: these are statistical neighbours, but there is no column {at[renamed]}. "
        f"{FETCH_AGAIN} {ASK_MAINTAINERS}"
    )


def test_several_renamed_columns_of_a_list_are_told_at_once(tmp_path: Path) -> None:
    text = neighbours_text("2025").replace("SN_1,", "First,", 1).replace("SN_4,", "Fourth,", 1)
    write(tmp_path, "sn.csv", text)
    assert "there is no column SN_1, SN_4. " in error_of(tmp_path)


@pytest.mark.parametrize(("model", "rows"), [("2021", 152), ("2025", 153)])
def test_a_list_is_an_input_with_its_model_rows_and_hash(tmp_path: Path, model: str, rows: int) -> None:
    (tmp_path / "older").mkdir()
    path = write(tmp_path, "older/sn.csv", neighbours_text(model))
    write(tmp_path, "lookup.csv", "code,name\n1,one\n")
    (file,) = neighbour_inputs(tmp_path, workbooks={})
    assert (file.name, file.table, file.edition) == ("older/sn.csv", f"neighbours_{model}", int(model))
    assert file.rows == rows == len(made_up_neighbours(model))
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_2021_model_has_no_lists_of_authorities_that_began_later(tmp_path: Path) -> None:
    lists = made_up_neighbours("2021")
    assert "942" not in lists
    lists["942"] = lists["909"]
    write(tmp_path, "sn.csv", neighbours_2021_text(lists, defunct={}))
    assert "942: did not exist when this model was made" in error_of(tmp_path)


def test_a_row_of_dashes_is_an_authority_without_a_list(tmp_path: Path) -> None:
    """As Cumberland has in LAIT's workbook of 2021."""
    lists = made_up_neighbours("2021") | {"942": ["-"] * 10}
    write(tmp_path, "sn.csv", neighbours_2021_text(lists, defunct={}))
    assert list_of(read_neighbours(tmp_path, workbooks={}), model="2021", la_code="942") == []


def test_a_workbook_whose_model_is_not_said_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sn_may_2025.xlsx").write_bytes(b"this is not even a workbook")
    assert read_neighbours(tmp_path, workbooks={}).equals(carried_neighbours())


def workbook_rows(lists: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Two rows of words, the headings, then a row for each authority, as in LAIT's workbooks."""
    headings = ["LA num", *(f"SN{number}" for number in range(1, 11))]
    return [["Statistical neighbours"], ["Source: DfE"], headings, *([code, *near] for code, near in lists.items())]


def test_a_workbook_whose_model_is_said_is_read_nearest_first(tmp_path: Path) -> None:
    lists = made_up_neighbours("2025")
    path = write_workbook(tmp_path / "sn.xlsx", sheet="LA SN Groups", rows=workbook_rows(lists))
    read = read_neighbours(tmp_path, workbooks={"sn.xlsx": "2025"})
    assert list_of(read, model="2025", la_code=TAMESIDE) == lists[TAMESIDE]
    (file,) = neighbour_inputs(tmp_path, workbooks={"sn.xlsx": "2025"})
    assert (file.name, file.table, file.rows) == ("sn.xlsx", "neighbours_2025", 153)
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_workbook_without_the_sheet_is_an_error_that_names_file_sheet_and_remedy(tmp_path: Path) -> None:
    write_workbook(tmp_path / "sn.xlsx", sheet="Notes", rows=workbook_rows(made_up_neighbours("2025")))
    message = error_of(tmp_path, workbooks={"sn.xlsx": "2025"})
    assert message.startswith(
        "published/sn.xlsx: named in the settings (neighbours.workbooks), but its sheet 'LA SN Groups' cannot be read ("
    )
    assert "not found" in message
    assert message.endswith("Download the file again, or take its name out of the settings.")


@pytest.mark.parametrize("spoilt", ["not a workbook", "empty", "cut off"])
def test_a_workbook_that_is_not_one_is_an_error_that_names_file_and_remedy(tmp_path: Path, spoilt: str) -> None:
    path = write_workbook(tmp_path / "sn.xlsx", sheet="LA SN Groups", rows=workbook_rows(made_up_neighbours("2025")))
    whole = path.read_bytes()
    path.write_bytes({"not a workbook": b"LA num,SN1\n", "empty": b"", "cut off": whole[: len(whole) // 2]}[spoilt])
    message = error_of(tmp_path, workbooks={"sn.xlsx": "2025"})
    assert message.startswith(
        "published/sn.xlsx: named in the settings (neighbours.workbooks), but its sheet 'LA SN Groups' cannot be read ("
    )
    assert message.endswith("Download the file again, or take its name out of the settings.")
    assert "\n" not in message


@pytest.mark.parametrize("heading", ["LA num", "SN1", "SN10"])
def test_a_workbook_with_a_renamed_column_is_an_error_that_names_it(tmp_path: Path, heading: str) -> None:
    *words, headings = workbook_rows({})
    spoilt = ["Renamed" if name == heading else name for name in headings]
    rows = [*words, spoilt, *workbook_rows(made_up_neighbours("2025"))[3:]]
    write_workbook(tmp_path / "sn.xlsx", sheet="LA SN Groups", rows=rows)
    assert error_of(tmp_path, workbooks={"sn.xlsx": "2025"}) == (
        f"published/sn.xlsx: these are statistical neighbours, but there is no column {heading}. "
        f"{FETCH_AGAIN} {ASK_MAINTAINERS}"
    )


def test_a_workbook_whose_lists_are_not_whole_is_an_error_that_names_the_authority(tmp_path: Path) -> None:
    lists = made_up_neighbours("2025")
    del lists[TAMESIDE]
    write_workbook(tmp_path / "sn.xlsx", sheet="LA SN Groups", rows=workbook_rows(lists))
    message = error_of(tmp_path, workbooks={"sn.xlsx": "2025"})
    assert message == f"published/sn.xlsx: {NOT_WHOLE.format('2025')}\n  357: no list\n{FETCH_AGAIN}"


@pytest.mark.shared
def test_real_csvs_give_every_authority_ten_neighbours(shared_dfe: Path) -> None:
    read = read_neighbours(shared_dfe, workbooks={})
    sizes = read.group_by("neighbour_model", "la_code").len()
    assert sizes["len"].unique().to_list() == [10]
    assert dict(sizes.group_by("neighbour_model").len().rows()) == {"2021": 156, "2025": 153}
    assert read.filter(pl.col("la_code").is_in(["942", "943"]), neighbour_model="2021").height == 0


@pytest.mark.shared
@pytest.mark.parametrize(("name", "model"), [("sn_april_2021.xlsx", "2021"), ("sn_may_2025.xlsx", "2025")])
def test_a_real_workbook_whose_model_is_said_agrees_with_the_csv(
    shared_dfe: Path, tmp_path: Path, name: str, model: str
) -> None:
    (tmp_path / name).write_bytes((shared_dfe / name).read_bytes())
    living = pl.col("la_code").is_in(["835", "836", "837", "909", "928"]).not_()
    of_model = read_neighbours(tmp_path, workbooks={name: model}).filter(living, neighbour_model=model)
    of_csv = read_neighbours(shared_dfe, workbooks={}).filter(living, neighbour_model=model)
    assert of_model.equals(of_csv)
    assert of_model.height > 1500


@pytest.mark.shared
def test_cumbria_is_still_a_neighbour_in_the_2021_model(shared_dfe: Path) -> None:
    """It has no figures after 2023, so some authorities have nine of ten."""
    read = read_neighbours(shared_dfe, workbooks={})
    assert read.filter(neighbour_model="2021", neighbour_code="909").height > 0
    assert read.filter(neighbour_model="2025", neighbour_code="909").height == 0
