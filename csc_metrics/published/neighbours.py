"""DfE's two models of statistical neighbours, from the published CSVs or from the package's own table."""

import csv
import hashlib
from collections.abc import Collection, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final, Self

import fastexcel
import polars as pl

from csc_metrics.contracts.authorities import authorities, authority_codes_on, current_authorities
from csc_metrics.contracts.tables import Neighbours
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS, NEIGHBOURS_IN_A_LIST
from csc_metrics.errors import CscMetricsError, WrongUse, did_you_mean, list_faults
from csc_metrics.published.read import InputFile
from csc_metrics.published.text import ASK_MAINTAINERS, FETCH_AGAIN, looks_like, read_bytes, read_text_table

_MODEL_2021_MADE_ON: Final = date(2021, 4, 1)
_NO_NEIGHBOUR: Final = "-"
_LAYOUTS: Final = {"2025": ("old_la_code", "SN_{}"), "2021": ("LA num", "SN{}")}
"""By model: the headings of the authority's code and of each place in its list, in DfE's CSV."""
_WORDS_OF_NEARNESS: Final = "P"
"""The column beside each neighbour, such as SN_1P, says how near it is; it is not read."""
_NOT_READ: Final = ("SNP", "LA Name", "LA number", "GOInd", "GOReg", "la_name", "region_ind", "region_name")
"""DfE's other headings: they are right as they are, so none of them is a misspelt one."""
_WORKBOOK_SHEET: Final = "LA SN Groups"
_WORKBOOK_HEADING_ROW: Final = 2


class UnknownModel(WrongUse):
    """There is no such model of statistical neighbours."""

    @classmethod
    def named(cls, model: str) -> Self:
        """Word the error for a model that DfE has not published."""
        hint = did_you_mean(model, NEIGHBOUR_MODELS)
        return cls(
            f"No model of statistical neighbours is called {model!r}.{hint} Give {' or '.join(NEIGHBOUR_MODELS)}."
        )


class FaultyNeighbours(CscMetricsError):
    """A file of statistical neighbours cannot be used."""

    @classmethod
    def found(cls, path: Path, model: str, faults: list[str]) -> Self:
        """Word the error for lists that are not ten known authorities each."""
        return cls(
            f"{path}: not a whole list of statistical neighbours of the {model} model; the file may be cut off, or be "
            f"of another model.\n{list_faults(faults)}\n{FETCH_AGAIN}"
        )

    @classmethod
    def two_lists(cls, model: str, one: Path, other: Path) -> Self:
        """Word the error for two files of one model that differ."""
        return cls(
            f"{one} and {other}: both hold statistical neighbours of the {model} model, and they differ. "
            "Keep DfE's file and move the other out of the published folder."
        )

    @classmethod
    def without_columns(cls, path: Path, missing: list[str], *, headings: Collection[str]) -> Self:
        """Word the error for a list of neighbours that lacks columns."""
        layouts = ({code, *_places(place)} for code, place in _LAYOUTS.values())
        own = next(layout for layout in layouts if layout.issuperset(missing))
        known = {*_NOT_READ, *own, *(heading + _WORDS_OF_NEARNESS for heading in own)}
        near = [heading for heading in headings if heading not in known]
        hints = "".join(dict.fromkeys(did_you_mean(heading, near) for heading in missing))
        return cls(
            f"{path}: these are statistical neighbours, but there is no column {', '.join(missing)}.{hints} "
            f"{FETCH_AGAIN} {ASK_MAINTAINERS}"
        )

    @classmethod
    def not_a_workbook(cls, path: Path, reason: str) -> Self:
        """Word the error for a workbook that the settings name and that cannot be read."""
        return cls(
            f"{path}: named in the settings (neighbours.workbooks), but its sheet {_WORKBOOK_SHEET!r} cannot be read "
            f"({reason}). Download the file again, or take its name out of the settings."
        )

    @classmethod
    def no_such_workbook(cls, folder: Path, name: str, *, others: Collection[str]) -> Self:
        """Word the error for a workbook that the settings name and that is not in the folder."""
        hint = did_you_mean(name, others)
        return cls(
            f"{folder}: no file {name!r}, though the settings name it (neighbours.workbooks).{hint} "
            "Put the workbook there, or correct its name in the settings or take it out."
        )


NeighbourLists = dict[str, list[str]]
"""la_code → la_codes of its neighbours, nearest first."""


def carried_neighbours() -> pl.DataFrame:
    """Return both models for every authority, as the package carries them.

    Returns: schema Neighbours, one row per model, authority and place in its list.
    Source: DfE's statistical neighbour models of April 2021 and 2025, under the Open Government Licence.
    """
    text = (files("csc_metrics.published") / "carried" / "neighbours.csv").read_text(encoding="utf-8")
    lists: dict[str, NeighbourLists] = {model: {} for model in NEIGHBOUR_MODELS}
    for row in csv.DictReader(text.splitlines()):
        lists[row["neighbour_model"]][row["la_code"]] = row["neighbours"].split()
    return _frame_of(lists)


def read_neighbours(folder: Path, *, workbooks: Mapping[str, str]) -> pl.DataFrame:
    """Return both models of neighbours: each from the folder where a file there holds it, else as carried.

    workbooks: file name → model, for workbooks, whose layout does not tell the model. Other workbooks are not read.
    Returns: schema Neighbours, one row per model, authority and place in its list.
    Raises: FaultyNeighbours where a list is short, names an unknown authority or itself, or is not there.
    Source: DfE's statistical neighbour models of April 2021 and 2025.
    """
    found = {model: lists for model, (_, lists) in _found(folder, workbooks).items()}
    carried = carried_neighbours().filter(~pl.col("neighbour_model").is_in(list(found)))
    return Neighbours.validate(pl.concat([carried, _frame_of(found)]).sort("neighbour_model", "la_code", "place"))


def neighbour_inputs(folder: Path, *, workbooks: Mapping[str, str]) -> tuple[InputFile, ...]:
    """Return the files of a folder that neighbour lists are read from, with the hash of each.

    workbooks: file name → model, as for `read_neighbours`.
    Raises: FaultyNeighbours, as there.
    Source: DfE's statistical neighbour models of April 2021 and 2025.
    """
    return tuple(
        InputFile(
            name=path.relative_to(folder).as_posix(),
            table=f"neighbours_{model}",
            edition=int(model),
            rows=len(lists),
            sha256=hashlib.sha256(read_bytes(path)).hexdigest(),
        )
        for model, (path, lists) in sorted(_found(folder, workbooks).items())
    )


def _found(folder: Path, workbooks: Mapping[str, str]) -> dict[str, tuple[Path, NeighbourLists]]:
    """Return the models that a folder holds: by model, the file and its lists."""
    found: dict[str, tuple[Path, NeighbourLists]] = {}
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    _require_workbooks(folder, workbooks, held={path.name for path in paths})
    for path in paths:
        for model, lists in _lists_of_file(path, workbooks).items():
            if model in found and found[model][1] != lists:
                raise FaultyNeighbours.two_lists(model, found[model][0], path)
            found.setdefault(model, (path, lists))
    return found


def _require_workbooks(folder: Path, workbooks: Mapping[str, str], *, held: Collection[str]) -> None:
    for name in workbooks:
        if name not in held:
            raise FaultyNeighbours.no_such_workbook(folder, name, others=sorted(set(held) - set(workbooks)))


def _lists_of_file(path: Path, workbooks: Mapping[str, str]) -> dict[str, NeighbourLists]:
    model = workbooks.get(path.name)
    if model is not None:
        return {model: _checked(path, model, _lists_of_workbook(path))}
    return _lists_of_csv(path) if path.suffix.casefold() == ".csv" else {}


def _lists_of_csv(path: Path) -> dict[str, NeighbourLists]:
    content = read_bytes(path)
    if not looks_like(content, *(place.format(2).encode() for _, place in _LAYOUTS.values())):
        return {}
    table = read_text_table(path, content)
    for model, (code, place) in _LAYOUTS.items():
        places = _places(place)
        if sum(heading in table.headings for heading in places) > len(places) // 2:
            missing = [heading for heading in (code, *places) if heading not in table.headings]
            if missing:
                raise FaultyNeighbours.without_columns(path, missing, headings=table.headings)
            return {model: _checked(path, model, _lists_of(table.headings, table.rows, code=code, place=place))}
    return {}


def _places(place: str) -> list[str]:
    return [place.format(number) for number in range(1, NEIGHBOURS_IN_A_LIST + 1)]


def _lists_of(headings: tuple[str, ...], rows: list[list[str]], *, code: str, place: str) -> NeighbourLists:
    """Read the neighbours of each row that begins with a code; blank rows and rows of words are passed over."""
    code_at = headings.index(code)
    places = [headings.index(heading) for heading in _places(place)]
    lists = {}
    for row in rows:
        if row[code_at].strip().isdigit():
            cells = [row[at].strip() if at < len(row) else "" for at in places]
            lists[row[code_at].strip()] = [cell for cell in cells if cell != _NO_NEIGHBOUR]
    return {la_code: neighbours for la_code, neighbours in lists.items() if neighbours}


def _lists_of_workbook(path: Path) -> NeighbourLists:
    try:
        book = fastexcel.read_excel(path)
        sheet = book.load_sheet(_WORKBOOK_SHEET, header_row=_WORKBOOK_HEADING_ROW, dtypes="string")
    except fastexcel.FastExcelError as error:
        raise FaultyNeighbours.not_a_workbook(path, str(error).splitlines()[0]) from error
    frame = sheet.to_polars()
    code, place = _LAYOUTS["2021"]
    missing = [heading for heading in (code, *_places(place)) if heading not in frame.columns]
    if missing:
        raise FaultyNeighbours.without_columns(path, missing, headings=frame.columns)
    rows = [[(cell or "").removesuffix(".0") for cell in row] for row in frame.rows()]
    return _lists_of(tuple(frame.columns), rows, code=code, place=place)


def _checked(path: Path, model: str, lists: NeighbourLists) -> NeighbourLists:
    """Return the lists if they are those of the model: ten known authorities for every authority of its day."""
    faults = [f"{la_code}: {fault}" for la_code, given in lists.items() for fault in _faults_of(la_code, given)]
    expected = (
        authority_codes_on(_MODEL_2021_MADE_ON)
        if model == "2021"
        else {authority.la_code for authority in current_authorities()}
    )
    too_new = set(lists) - set(expected) - {code for code, one in authorities().items() if not one.is_current}
    faults += [f"{la_code}: no list" for la_code in sorted(expected - set(lists))]
    faults += [f"{la_code}: did not exist when this model was made" for la_code in sorted(too_new)]
    if faults:
        raise FaultyNeighbours.found(path, model, faults)
    return lists


def _faults_of(la_code: str, neighbours: list[str]) -> list[str]:
    """Say what is wrong with one authority's list."""
    faults = [f"{code!r} is not a code of DfE's that is known" for code in neighbours if code not in authorities()]
    if la_code not in authorities():
        faults.append("is not a code of DfE's that is known")
    if la_code in neighbours:
        faults.append("is named as its own neighbour")
    if len(set(neighbours)) != NEIGHBOURS_IN_A_LIST:
        faults.append(f"{len(set(neighbours))} different neighbours instead of {NEIGHBOURS_IN_A_LIST}")
    return faults


def _frame_of(models: Mapping[str, NeighbourLists]) -> pl.DataFrame:
    rows = [
        (model, la_code, place, neighbour)
        for model, lists in models.items()
        for la_code, neighbours in lists.items()
        for place, neighbour in enumerate(neighbours, start=1)
    ]
    return Neighbours.validate(pl.DataFrame(rows, schema=Neighbours.create_empty().schema, orient="row"))
