"""The published folder: every file read as text, recognised, checked and merged into published figures."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import polars as pl

from csc_metrics.contracts.tables import PublishedFigures
from csc_metrics.errors import CscMetricsError, WrongUse, did_you_mean
from csc_metrics.progress import Step, Tell, tell_nobody
from csc_metrics.published.editions import complete_file, merge_editions
from csc_metrics.published.figures import published_figures_of
from csc_metrics.published.recognise import recognise
from csc_metrics.published.tables import AREA_COLUMNS, PUBLISHED_TABLES
from csc_metrics.published.text import UnreadableFile, looks_like, read_bytes, read_text_table

_CSV: Final = ".csv"
_READING: Final = "Reading DfE's files"
_DFE_HEADINGS: Final = tuple(heading.encode() for heading in AREA_COLUMNS)
"""Headings of all of DfE's tables: a file with none of them, readable or not, is no such table."""


class MissingFiles(CscMetricsError):
    """The published folder lacks a table that the wanted measures need."""

    @classmethod
    def of_tables(cls, folder: Path, tables: list[str], unused: Collection[str]) -> Self:
        """Word the error for tables of which no file was found."""
        wanted = "\n".join(f"  {PUBLISHED_TABLES[table].title}" for table in tables)
        others = f" Other files there: {', '.join(sorted(unused))}." if unused else ""
        return cls(
            f"{folder}: no file holds\n{wanted}\n"
            f"Put DfE's CSV file there, whatever its name, or ask only for measures that do not need it.{others}"
        )


class NoFolder(WrongUse):
    """The folder named for published files is not there."""

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Word the error for a folder that does not exist."""
        what = "a file, not a folder" if folder.exists() else "no such folder"
        beside = folder.parent.iterdir() if folder.parent.is_dir() else ()
        hint = did_you_mean(folder.name, [path.name for path in beside if path.is_dir()])
        return cls(
            f"{folder}: {what}.{hint} Give --published the folder that holds DfE's CSV files, or leave it out: then "
            "the small table that csc_metrics carries is read where data_raw/published holds none."
        )


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """A file that figures came from. sha256: of its bytes. table: DfE's table. edition: latest year in it."""

    name: str
    table: str
    edition: int
    rows: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Published:
    """Published figures, the files they came from (inputs), and files that were not read (unused).

    figures: schema PublishedFigures, one row per area, series and period end.
    """

    figures: pl.DataFrame
    inputs: tuple[InputFile, ...]
    unused: tuple[str, ...]


def read_published(folder: Path, *, tables: Collection[str], tell: Tell = tell_nobody) -> Published:
    """Read DfE's files under a folder and its subfolders into one checked table of published figures.

    tables: codes of the tables that must be there; others are read where they are, oracles only where asked for.
    tell: is given a step for each file.
    Returns: figures with one row per area, series and period end; value in the unit that DfE prints.
    Raises: NoFolder; MissingFiles; UnreadableFile; and the errors of each stage, each naming file, line and remedy.
    Source: DfE, Children in need, Children looked after, Children's social work workforce; ONS mid-year estimates.
    """
    if not folder.is_dir():
        raise NoFolder.at(folder)
    pieces: list[pl.DataFrame] = []
    inputs: list[InputFile] = []
    unused: list[str] = []
    for path in _told(sorted(path for path in folder.rglob("*") if path.is_file()), tell=tell):
        name = path.relative_to(folder).as_posix()
        read = _read_file(path, name=name, tables=tables) if path.suffix.casefold() == _CSV else None
        if read is None:
            unused.append(name)
        else:
            pieces.append(read[0])
            inputs.append(read[1])
    missing = [table for table in PUBLISHED_TABLES if table in tables and table not in {file.table for file in inputs}]
    if missing:
        raise MissingFiles.of_tables(folder, missing, unused)
    figures = merge_editions(pl.concat(pieces)) if pieces else PublishedFigures.create_empty()
    return Published(figures=PublishedFigures.validate(figures), inputs=tuple(inputs), unused=tuple(unused))


def _told(paths: Sequence[Path], *, tell: Tell) -> Iterator[Path]:
    """Give the files one by one, telling of each when it has been read."""
    tell(Step(work=_READING, done=0, steps=len(paths)))
    for done, path in enumerate(paths, start=1):
        yield path
        tell(Step(work=_READING, done=done, steps=len(paths), what=path.name))


def _read_file(path: Path, *, name: str, tables: Collection[str]) -> tuple[pl.DataFrame, InputFile] | None:
    content = read_bytes(path)
    if not looks_like(content, *_DFE_HEADINGS):
        return None
    table = read_text_table(path, content)
    known = recognise(table, tables=tables)
    if known is None:
        return None
    printed = published_figures_of(table, known, source_file=name)
    if printed.is_empty():
        raise UnreadableFile.no_rows(path)
    figures = complete_file(printed, known, path=path)
    edition = max(figures["year"].to_list())
    sha256 = hashlib.sha256(content).hexdigest()
    read = InputFile(name=name, table=known.code, edition=edition, rows=len(table.rows), sha256=sha256)
    return figures.with_columns(edition=pl.lit(edition)), read
