"""What is no workbook, is damaged or would fill the memory: one clear refusal, never a crash or a guess."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from made_up_workbook import MOMENT, Cell, Sheet, inline, number, workbook_parts, zipped

from csc_metrics.records import workbook, workbook_safety
from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.workbook import open_workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PAGE = "xl/worksheets/sheet1.xml"
ROWS = [["ID", "Team"], *([str(row), f"Team {row % 7}"] for row in range(60))]


def parts(*rows: object) -> dict[str, str]:
    return workbook_parts([Sheet("List 1", list(rows) or ROWS)])


def refused(folder: Path, content: bytes) -> UnreadableExtract:
    """Return the refusal of a workbook, on opening or on reading all its sheets."""
    path = folder / "made up.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableExtract) as met:
        read_all(path)
    assert str(path) in str(met.value)
    assert met.value.remedy
    return met.value


def read_all(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = open_workbook(path)
    return {name: book.read(name).cells.rows() for name in book.sheets}


def rows_or_rule(path: Path) -> dict[str, list[tuple[object, ...]]] | str:
    """Return the rows of all sheets, or the rule by which the workbook is refused."""
    try:
        return read_all(path)
    except UnreadableExtract as error:
        return error.rule


def with_xml(xml: str, *, part: str = PAGE, before: str = "</sheetData>") -> bytes:
    """Return a workbook with something more in one of its parts."""
    given = parts()
    assert before in given[part]
    return zipped(given | {part: given[part].replace(before, xml + before, 1)})


@pytest.mark.parametrize(
    ("content", "rule", "says"),
    [
        (b"", "file_empty", "empty"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password_protected", "password"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), "old_excel_format", "Excel 97"),
        (b"Child ID,Gender\n1,F\n", "workbook_damaged", "first bytes"),
        (b"PK\x03\x04", "workbook_damaged", "zip"),
        (zipped({"letter.txt": "Dear all"}), "workbook_damaged", "without xl/workbook.xml"),
        (zipped({"xl/workbook.bin": ""}), "old_excel_format", "xlsb"),
        (zipped({"content.xml": "<a/>"}), "old_excel_format", "OpenDocument"),
    ],
    ids=["empty", "password", "xls", "csv", "cut", "zip", "xlsb", "ods"],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(tmp_path: Path, content: bytes, rule: str, says: str) -> None:
    error = refused(tmp_path, content)
    assert error.rule == rule
    assert says in error.what


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExtract) as met:
        open_workbook(tmp_path / "none.xlsx")
    assert met.value.rule == "file_not_openable"


@pytest.mark.parametrize("part", [name for name in parts() if name not in ("_rels/.rels", "[Content_Types].xml")])
def test_a_workbook_without_one_of_its_parts_is_refused_or_needs_it_not(tmp_path: Path, part: str) -> None:
    lacking = {name: text for name, text in parts().items() if name != part}
    path = tmp_path / "made up.xlsx"
    path.write_bytes(zipped(lacking))
    if part == "xl/styles.xml":
        assert len(read_all(path)["List 1"]) == 60
    else:
        assert refused(tmp_path, zipped(lacking)).rule == "workbook_damaged"


WHOLE = zipped(parts())


@pytest.mark.parametrize("share", [place / 40 for place in range(40)])
def test_a_workbook_that_is_cut_off_anywhere_is_refused(tmp_path: Path, share: float) -> None:
    error = refused(tmp_path, WHOLE[: int(len(WHOLE) * share)])
    assert error.rule in ("file_empty", "workbook_damaged")


@pytest.mark.parametrize("share", [place / 60 for place in range(60)])
def test_a_workbook_with_a_wrong_byte_anywhere_is_refused_or_reads_the_same(tmp_path: Path, share: float) -> None:
    path = tmp_path / "made up.xlsx"
    path.write_bytes(WHOLE)
    right = read_all(path)
    place = int(len(WHOLE) * share)
    path.write_bytes(WHOLE[:place] + bytes([WHOLE[place] ^ 0x55]) + WHOLE[place + 1 :])
    assert rows_or_rule(path) in (right, "workbook_damaged", "workbook_too_large", "password_protected")


@pytest.mark.parametrize("part", ["xl/workbook.xml", PAGE, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_document_type_is_refused_in_every_part(tmp_path: Path, part: str) -> None:
    spoilt = parts()
    head, body = spoilt[part].split("\n", 1)
    spoilt[part] = f'{head}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{body}'
    error = refused(tmp_path, zipped(spoilt))
    assert error.rule == "dtd_refused"
    assert part in error.what


def test_a_document_type_behind_a_long_comment_is_refused(tmp_path: Path) -> None:
    spoilt = parts()
    head, body = spoilt[PAGE].split("\n", 1)
    spoilt[PAGE] = f"{head}<!--{'> ' * 400_000}--><!DOCTYPE x>{body}"
    assert refused(tmp_path, zipped(spoilt)).rule == "dtd_refused"


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="99"><c r="A99"><v>1</v>',
        '<row r="99"><c r="A0"><v>1</v></c></row>',
        '<row r="99"><c r="1A"><v>1</v></c></row>',
        '<row r="99"><c r="A99" t="s"><v>9999</v></c></row>',
        '<row r="99"><c r="A99" t="strange"><v>1</v></c></row>',
        '<row r="99"><c r="A99" t="e"><v>#STRANGE!</v></c></row>',
        '<row r="99"><c r="A99" t="str"><v>&unknown;</v></c></row>',
        '<row r="99"><c r="A99" t="str"><v><![CDATA[lost]]></v></c></row>',
        '<row r="99"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="99"><c r="ZZZZZZZ1"><v>1</v></c></row>',
        '<row r="99"><c r="A99999999999"><f>B1</f></c></row>',
        '<row r="99"><c r="ZZZZZZZ1"><f>B1</f></c></row>',
        '<row r="99"><c r="zzzzzzz1"><v>1</v></c></row>',
    ],
)
def test_xml_that_is_no_sheet_is_refused(tmp_path: Path, xml: str) -> None:
    assert refused(tmp_path, with_xml(xml)).rule == "workbook_damaged"


def test_a_panic_of_the_reader_becomes_the_same_refusal(tmp_path: Path) -> None:
    spoilt = parts(["ID", "Seen at"], ["1", number("-1e300", style=MOMENT)])
    assert refused(tmp_path, zipped(spoilt)).rule == "workbook_damaged"


def test_an_interrupt_while_a_sheet_is_read_stays_an_interrupt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def load_sheet(self, *_: object, **__: object) -> None:
            raise KeyboardInterrupt

    path = tmp_path / "made up.xlsx"
    path.write_bytes(WHOLE)
    monkeypatch.setattr(workbook.fastexcel, "read_excel", lambda _: Interrupted())
    with pytest.raises(KeyboardInterrupt):
        read_all(path)


@pytest.mark.parametrize(
    "cell",
    [
        '<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>',
        "<row r='{row}'><c r='XFD{row}'><v>1</v></c></row>",
        '<row r="99"><c r="xfd{row}"><v>1</v></c></row>',
        '<row r="99"><c s="0" r="&#88;FD{row}"><v>1</v></c></row>',
        '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="99">'
        '<x:c r="XFD{row}"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_filled_cell_in_the_last_corner_of_a_sheet_is_refused_before_memory_is_asked_for_it(
    tmp_path: Path, cell: str
) -> None:
    error = refused(tmp_path, with_xml(cell.format(row=1_048_576)))
    assert error.rule == "workbook_too_large"
    assert "XFD1048576" in error.what


def test_a_filled_cell_far_down_or_far_right_is_read(tmp_path: Path) -> None:
    path = tmp_path / "made up.xlsx"
    path.write_bytes(zipped(parts(["a", "b"], ["1", *[None] * 900, "far"], (3_000, ["2"]))))
    assert read_all(path)["List 1"] == [("1", None, "far", 2), ("2", None, None, 3_000)]


def bomb(megabytes: int, *, declared: int | None = None) -> bytes:
    """Return a workbook of which a part unpacks to so many MiB of spaces, and says in its headers what is declared."""
    block = b" " * 2**20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, text in parts().items():
            archive.writestr(name, text)
        archive.writestr("xl/media/image1.bin", b"")
    checked = zlib.crc32(block * megabytes) if declared is None else 0
    size = megabytes * 2**20 if declared is None else declared
    return spliced(written.getvalue(), packed * megabytes + packer.flush(), checked=checked, size=size)


def spliced(content: bytes, packed: bytes, *, checked: int, size: int) -> bytes:
    """Put packed bytes into the last part of a zip file, whose part was empty, and its headers right."""
    name = b"xl/media/image1.bin"
    begin = content.rindex(b"PK\x03\x04", 0, content.index(name) + 1)
    directory = content.index(b"PK\x01\x02")
    entry = content.rindex(b"PK\x01\x02")
    sizes = struct.pack("<HHHIII", 8, 0, 0, checked, len(packed), size)
    local = content[begin : begin + 8] + sizes + struct.pack("<HH", len(name), 0) + name + packed
    head = content[begin + len(local) : begin + len(local)]
    listing = content[directory:entry] + content[entry : entry + 10] + sizes + content[entry + 28 :]
    end = listing.rindex(b"PK\x05\x06")
    place = struct.pack("<I", begin + len(local))
    return content[:begin] + local + head + listing[: end + 16] + place + listing[end + 20 :]


def test_a_zip_bomb_is_refused_by_what_its_headers_say(tmp_path: Path) -> None:
    content = zipped(parts())
    entry = content.rindex(b"PK\x01\x02")
    error = refused(tmp_path, content[: entry + 24] + struct.pack("<I", 2**32 - 2) + content[entry + 28 :])
    assert error.rule == "workbook_too_large"
    assert "2 GiB" in error.what


@pytest.fixture(scope="module")
def lying_bomb() -> bytes:
    """Some megabytes that unpack to three gigabytes and say that they are a kilobyte."""
    return bomb(3 * 1024, declared=1024)


def test_a_zip_bomb_that_lies_in_its_headers_is_refused_at_once(tmp_path: Path, lying_bomb: bytes) -> None:
    assert 2 * 2**20 < len(lying_bomb) < 8 * 2**20
    assert refused(tmp_path, lying_bomb).rule == "workbook_damaged"


def test_the_made_up_bomb_is_a_workbook_where_it_is_small(tmp_path: Path) -> None:
    path = tmp_path / "made up.xlsx"
    path.write_bytes(bomb(1))
    assert len(read_all(path)["List 1"]) == 60


def test_the_sizes_of_all_parts_are_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_safety, "MOST_BYTES_UNPACKED", 2**20)
    assert refused(tmp_path, bomb(1)).rule == "workbook_too_large"


def test_a_bomb_is_refused_within_little_memory(tmp_path: Path, lying_bomb: bytes) -> None:
    pytest.importorskip("resource", reason="Windows does not say how much memory a process took at most")
    path = tmp_path / "made up.xlsx"
    path.write_bytes(lying_bomb)
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom csc_metrics.records.raw import UnreadableExtract\n"
        "from csc_metrics.records.workbook import open_workbook\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n    open_workbook(Path(sys.argv[1]))\nexcept UnreadableExtract as error:\n    print(error.rule)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    rule, grown = ended.stdout.split()
    assert rule == "workbook_damaged"
    assert int(grown) < 64 * 1024, "kilobytes"


def test_more_parts_than_any_workbook_has_are_refused(tmp_path: Path) -> None:
    many = parts() | {f"xl/more/{place}.xml": "" for place in range(workbook_safety.MOST_PARTS)}
    error = refused(tmp_path, zipped(many))
    assert error.rule == "workbook_too_large"
    assert "10,000" in error.what


def test_a_part_that_is_in_the_file_twice_is_refused(tmp_path: Path) -> None:
    written = io.BytesIO(WHOLE)
    with ZipFile(written, "a") as archive:
        archive.writestr(PAGE.upper(), "<worksheet/>")
    error = refused(tmp_path, written.getvalue())
    assert error.rule == "workbook_damaged"
    assert "twice" in error.what


def test_a_part_packed_in_another_way_than_excels_is_refused(tmp_path: Path) -> None:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_BZIP2) as archive:
        for name, text in parts().items():
            archive.writestr(name, text)
    assert refused(tmp_path, written.getvalue()).rule == "workbook_damaged"


def test_links_to_other_workbooks_are_not_followed(tmp_path: Path) -> None:
    """A formula that refers to another file gives the value stored beside it, and no file is opened."""
    linked = parts(["a", "b"], ["1", Cell("<f>[1]Sheet1!A1</f><v>5</v>")]) | {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": "<Relationships>"
        '<Relationship Id="rId1" Type="externalLinkPath" Target="file:///no/such/file.xlsx" TargetMode="External"/>'
        "</Relationships>",
    }
    path = tmp_path / "made up.xlsx"
    path.write_bytes(zipped(linked))
    assert read_all(path) == {"List 1": [("1", "5", 2)]}


@pytest.mark.parametrize("spoil", [str.upper, lambda text: text * 2, lambda text: text[: len(text) // 2], lambda _: ""])
@pytest.mark.parametrize("part", list(parts()))
def test_a_part_that_holds_nonsense_never_makes_a_crash(tmp_path: Path, part: str, spoil: Callable[[str], str]) -> None:
    path = tmp_path / "made up.xlsx"
    given = parts(["ID", inline("Team")], ["1", "North"])
    path.write_bytes(zipped(given | {part: spoil(given[part])}))
    found = rows_or_rule(path)
    assert found == "workbook_damaged" or set(found) <= {"List 1", "LIST 1"}
