"""Read a made-up Annex A with fastexcel alone and with our reader: `python -m benchmarks.workbooks`."""

import argparse
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np

COLUMNS: Final = (7, 19, 12, 17, 11, 14, 31, 34, 26, 29, 23)
"""Of each of the eleven lists."""
DATE: Final = 1
"""Place of the date format among the styles."""
_FIRST_DATE, _LAST_DATE = 38_000, 45_500
_SHARE_OF_EMPTY: Final = 0.2
_TEXTS: Final = (
    *(
        "Female",
        "Male",
        "White British",
        "Any other Asian background",
        "a) Yes",
        "b) No",
        " Step up\u00a0",
        "Family centre ",
    ),
    *(f"Team {place}" for place in range(200)),
)
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LETTERS: Final = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ") + tuple(f"A{letter}" for letter in "ABCDEFGHIJ")

ALONE: Final = """
book = fastexcel.read_excel(path)
for name in book.sheet_names:
    book.load_sheet(name, dtypes="string").to_polars()
"""
QUICKEST: Final = """
book = fastexcel.read_excel(path)
for name in book.sheet_names:
    polars.DataFrame(book.load_sheet(name, dtypes="string", eager=True))
"""
OURS: Final = """
book = open_workbook(Path(path))
for name in book.sheets:
    book.read(name)
"""
_AROUND: Final = """
import sys, time
from pathlib import Path
import fastexcel, polars
from csc_metrics.records.workbook import open_workbook
path = sys.argv[1]
started = time.process_time()
{body}
print(time.process_time() - started)
"""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a way of reading all sheets took. ratio: of its CPU seconds to those of the first way."""

    name: str
    cpu_seconds: float
    ratio: float


def write_made_up_workbook(path: Path, *, rows: int, seed: int = 1) -> Path:
    """Write eleven sheets of so many rows, of numbers, texts and dates, the same on every run; return the path."""
    chance = np.random.default_rng(seed)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for place, columns in enumerate(COLUMNS, start=1):
            with archive.open(f"xl/worksheets/sheet{place}.xml", "w") as part:
                part.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
                for row in _rows(columns, rows=rows, chance=chance):
                    part.write(row.encode())
                part.write(b"</sheetData></worksheet>")
        for name, text in _other_parts().items():
            archive.writestr(name, text)
    return path


def _rows(columns: int, *, rows: int, chance: np.random.Generator) -> Iterator[str]:
    headings = "".join(f'<c r="{letter}1" t="s"><v>{place}</v></c>' for place, letter in enumerate(_LETTERS[:columns]))
    yield f'<row r="1" spans="1:{columns}">{headings}</row>'
    drawn = chance.random((rows, columns)).tolist()
    for row, chances in enumerate(drawn, start=2):
        cells = "".join(_cell(place, f"{_LETTERS[place]}{row}", drawn) for place, drawn in enumerate(chances))
        yield f'<row r="{row}" spans="1:{columns}">{cells}</row>'


def _cell(place: int, at: str, drawn: float) -> str:
    """Return a cell: the first of a row is an identifier, then texts and dates take turns; some dates are missing.

    drawn: a number from 0 to below 1 that decides what stands in it.
    """
    if not place:
        return f'<c r="{at}"><v>{1_000_000 + int(drawn * 90_000_000)}</v></c>'
    if place % 2:
        return f'<c r="{at}" t="s"><v>{len(_LETTERS) + int(drawn * len(_TEXTS))}</v></c>'
    if drawn < _SHARE_OF_EMPTY:
        return f'<c r="{at}" s="{DATE}"/>'
    return f'<c r="{at}" s="{DATE}"><v>{_FIRST_DATE + int(drawn * (_LAST_DATE - _FIRST_DATE))}</v></c>'


def _other_parts() -> dict[str, str]:
    places = range(1, len(COLUMNS) + 1)
    sheets = "".join(f'<sheet name="List {place}" sheetId="{place}" r:id="rId{place}"/>' for place in places)
    relations = [(f"worksheets/sheet{place}.xml", "worksheet") for place in places]
    relations += [("styles.xml", "styles"), ("sharedStrings.xml", "sharedStrings")]
    written = [*(f"Heading {letter}" for letter in _LETTERS), *_TEXTS]
    texts = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in written)
    return {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "_rels/.rels": _relations([("xl/workbook.xml", "officeDocument")]),
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>',
    }


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (target, kind) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def measure_workbooks(rows: int, *, rounds: int = 3) -> list[Reading]:
    """Return what reading all sheets took with fastexcel alone and with ours, the median of rounds in turn.

    Each reading has a process of its own; what is counted begins after imports and ends when every sheet is a frame.
    """
    ways = {"fastexcel alone": ALONE, "fastexcel alone, by way of pyarrow": QUICKEST, "ours": OURS}
    with TemporaryDirectory() as folder:
        path = write_made_up_workbook(Path(folder) / "made up.xlsx", rows=rows)
        turns = [{name: _cpu_seconds(body, path) for name, body in ways.items()} for _ in range(rounds)]
    taken = {name: statistics.median(turn[name] for turn in turns) for name in ways}
    first = next(iter(taken.values()))
    return [Reading(name=name, cpu_seconds=seconds, ratio=seconds / first) for name, seconds in taken.items()]


def table_of_workbooks(readings: Sequence[Reading]) -> str:
    """Return the readings as a table."""
    lines = ["| reading | CPU seconds | to fastexcel alone |", "| --- | ---: | ---: |"]
    return "\n".join([*lines, *(f"| {one.name} | {one.cpu_seconds:.2f} | {one.ratio:.2f} |" for one in readings)])


def _cpu_seconds(body: str, path: Path) -> float:
    command = [sys.executable, "-c", _AROUND.format(body=body), str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(words: Sequence[str]) -> None:
    """Measure and print. words: arguments of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workbooks", description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="rows of each of the eleven sheets [20000]")
    parser.add_argument("--rounds", type=int, default=3, help="how often the ways take turns [3]")
    given = parser.parse_args(words)
    print(table_of_workbooks(measure_workbooks(given.rows, rounds=given.rounds)))


if __name__ == "__main__":
    main(sys.argv[1:])
