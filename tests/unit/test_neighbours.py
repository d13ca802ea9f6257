"""Statistical neighbours: both CSV layouts, workbooks whose model is said, and lists that are not whole."""

from pathlib import Path

import polars as pl
import pytest
from made_up_dfe import (
    add_byte_order_mark,
    made_up_neighbours,
    neighbours_2021_text,
    neighbours_2025_text,
    write_made_up_dfe,
)

from csc_metrics.published.neighbours import FaultyNeighbours, carried_neighbours, read_neighbours

TAMESIDE = "357"
DEFUNCT = {"835": ["836", "837", *(str(code) for code in range(301, 309))]}


def list_of(neighbours: pl.DataFrame, *, model: str, la_code: str) -> list[str]:
    return neighbours.filter(neighbour_model=model, la_code=la_code).sort("place")["neighbour_code"].to_list()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def error_of(folder: Path) -> str:
    with pytest.raises(FaultyNeighbours) as caught:
        read_neighbours(folder, workbooks={})
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
    assert message.startswith("published/sn.csv: not a whole list of statistical neighbours of the 2025 model.")
    assert "  357: no list" in message
    assert "Download the file again" in message


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (["", *(str(code) for code in range(301, 310))], "357: "),
        (["301", "301", *(str(code) for code in range(303, 311))], "357: 301, 301, 303"),
        (["357", *(str(code) for code in range(301, 310))], "357: 357, 301"),
        (["999", *(str(code) for code in range(301, 310))], "357: 999, 301"),
        (["-", *(str(code) for code in range(301, 310))], "357: 301, 302"),
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
    message = error_of(tmp_path)
    assert f"of the {model} model" in message
    assert told in message


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
