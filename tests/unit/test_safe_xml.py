"""An XML file is read piece by piece, safely, or refused with its line and a remedy; memory stays bounded."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from contract.source import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st
from made_up_xml import child_text, cin_text, written

from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.safe_xml import line_of, stream_records, stream_tags
from csc_metrics.records.xml_header import read_header, xml_collection

MIB = 2**20
SECRET = "not to be read"


def children_of(path: Path) -> list[str | None]:
    """Return the text of the first element in each Child."""
    return [child[0].text if len(child) else child.text for child in stream_records(path, tags=("Child",))]


def refusal_of(path: Path) -> UnreadableExtract:
    with pytest.raises(UnreadableExtract) as refused:
        children_of(path)
    assert str(path) in refused.value.what
    assert refused.value.remedy.endswith(".")
    return refused.value


def refused(folder: Path, content: str | bytes) -> tuple[str, str]:
    """Return the rule by which a file is refused, and the message without the path."""
    path = written(folder, content)
    refusal = refusal_of(path)
    return refusal.rule, refusal.what.removeprefix(str(path)).lstrip(":, ")


def test_records_come_one_by_one_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "<M><Children><Child><A>1</A></Child> stray <Child><A>2</A></Child></Children></M>")

    assert children_of(path) == ["1", "2"]


@pytest.mark.parametrize("uri", ["urn:b", "http://example/b", "b", ""])
def test_a_namespace_makes_no_difference(uri: str, tmp_path: Path) -> None:
    path = written(
        tmp_path, f'<x:M xmlns:x="urn:a" xmlns="{uri}"><x:Child><A>1</A></x:Child><Child><A>2</A></Child></x:M>'
    )

    assert children_of(path) == ["1", "2"]


def test_a_record_within_a_record_is_part_of_it(tmp_path: Path) -> None:
    path = written(tmp_path, "<M><Child><A>1</A><B><Child><A>2</A></Child></B></Child><Child><A>3</A></Child></M>")

    assert children_of(path) == ["1", "3"]


def test_comments_instructions_and_cdata_do_not_split_a_text(tmp_path: Path) -> None:
    path = written(tmp_path, "<M><Child><A>1<!-- x -->2<?y z?>3<![CDATA[<4>]]>&amp;5</A></Child></M>")

    assert children_of(path) == ["123<4>&5"]


# what is told of earlier records


def test_what_was_told_is_emptied_and_what_stood_before_it_is_gone(tmp_path: Path) -> None:
    path = written(tmp_path, "<M><H/><Children><Child><A/></Child><Junk/><Child><A/></Child></Children></M>")
    told = []
    for child in stream_records(path, tags=("Child",)):
        told.append(child)
        parent = child.getparent()
        assert parent is not None
        assert next(iter(parent)) is told[max(len(told) - 2, 0)], "at most the record before is still there"

    assert [len(child) for child in told] == [0, 0]
    assert told[1].getprevious() is None


# encodings


@pytest.mark.parametrize(
    "content",
    [
        "<M><Child>Zoë</Child></M>".encode(),
        "<M><Child>Zoë</Child></M>".encode("utf-8-sig"),
        '<?xml version="1.0" encoding="UTF-16"?><M><Child>Zoë</Child></M>'.encode("utf-16"),
        "<M><Child>Zoë</Child></M>".encode("utf-16"),
        '<?xml version="1.0" encoding="iso-8859-1"?><M><Child>Zoë</Child></M>'.encode("latin-1"),
        '<?xml version="1.0" encoding="windows-1252"?><M><Child>Zoë</Child></M>'.encode("cp1252"),
    ],
    ids=["UTF-8", "with a mark", "UTF-16", "UTF-16 undeclared", "latin-1 declared", "windows-1252 declared"],
)
def test_an_encoding_that_the_file_names_or_marks_is_followed(content: bytes, tmp_path: Path) -> None:
    assert children_of(written(tmp_path, content)) == ["Zoë"]


@pytest.mark.parametrize(
    "content",
    [
        "<M>\n\n<Child>Zoë</Child></M>".encode("latin-1"),
        "<M>\n\n<Child>Zoë</Child></M>".encode("cp1252") + b" " * 100,
    ],
)
def test_latin_1_without_a_declaration_is_refused_with_its_line(content: bytes, tmp_path: Path) -> None:
    rule, message = refused(tmp_path, content)

    assert rule == "wrong_encoding"
    assert message.startswith("line 3:")


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0" encoding="UTF-16"?><M/>',
        b'<?xml version="1.0" encoding="UTF-7"?><M/>',
        b'<?xml version="1.0" encoding="klingon"?><M/>',
        '<?xml version="1.0" encoding="utf-32"?><M/>'.encode("utf-32"),
        "<!-- Zoë --><M/>".encode("latin-1"),
    ],
    ids=["says UTF-16", "UTF-7", "unknown", "UTF-32", "latin-1 before the first element"],
)
def test_an_encoding_that_is_not_read_or_not_kept_is_refused(content: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path, content)[0] == "wrong_encoding"


# what is not XML, or not whole


@pytest.mark.parametrize("content", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\xff\xfe", "\n \n".encode("utf-16")])
def test_an_empty_file_is_called_empty(content: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path, content)[0] == "file_empty"


@pytest.mark.parametrize(
    "content", [b"LAchildID,Sex\nA1,M\n", b"PK\x03\x04\x14\0\x06\0", b"\x89PNG\r\n", b"\0\0\0\0x", b"%PDF"]
)
def test_what_does_not_begin_as_xml_is_no_xml(content: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path, content)[0] == "not_xml"
    assert xml_collection(written(tmp_path, content)) is None


@pytest.mark.parametrize(
    "body",
    [
        "<Child>1</Chil>",
        "<Child>A & B</Child> " + "x" * 400,
        "<Child>A & B</Child>",
        "<Child>A &amp B</Child>",
        "<Child>A &#65 B</Child>",
        "<Child>a\x01b</Child>",
        "<Child>a\0b</Child>",
        "<Child>&#1;</Child>",
        "<Child>&unknown;</Child>",
        "<Child a='1' a='2'/>",
        "<x:Child>1</x:Child>",
        "<Child a=1/>",
        "<Child>\ufffe</Child>",
        "</M><M>",
    ],
)
def test_xml_that_is_not_well_formed_is_refused_with_its_line(body: str, tmp_path: Path) -> None:
    rule, message = refused(tmp_path, f"<M>\n<Child>0</Child>\n{body}</M>")

    assert rule == "not_well_formed"
    assert message.startswith("line 3:")


def test_an_entity_that_is_not_declared_does_not_let_the_rest_pass_for_the_file(tmp_path: Path) -> None:
    """lxml says nothing of it and begins anew with the next piece: a second document there must not be taken."""
    first = "<M><Child>1</Child><Child>&unknown;</Child>"
    path = written(tmp_path, first + " " * (65_536 - len(first)) + "<M><Child>2</Child></M>")

    assert refusal_of(path).rule == "not_well_formed"


WHOLE = '<?xml version="1.0"?>\n<!-- a > b -->\n' + cin_text(
    child_text('<CINdetails a="x > y"><ReferralNFA><![CDATA[0 > 1]]></ReferralNFA></CINdetails>'),
    "<?note x > y?>",
    child_text(identifiers="<LAchildID>Zoë &amp; &#65;</LAchildID>"),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_file_cut_off_anywhere_is_called_cut_off(encoding: str, tmp_path: Path) -> None:
    whole = WHOLE.encode(encoding)
    assert len(children_of(written(tmp_path, whole))) == 2
    rules = {refused(tmp_path, whole[:place])[0] for place in range(len("<".encode(encoding)) + 4, len(whole) - 1)}

    assert rules == {"file_truncated"}


def test_a_file_cut_off_says_how_far_it_goes(tmp_path: Path) -> None:
    assert refused(tmp_path, cin_text(child_text(), child_text())[:-40])[1].startswith("line 3:")


def told_or_refused(path: Path) -> None:
    """Read a file that may be anything: any error but one fails the test."""
    with suppress(UnreadableExtract):
        children_of(path)


@given(content=st.binary(max_size=200))
def test_no_bytes_whatever_break_it(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    told_or_refused(written(tmp_path_factory.getbasetemp(), content))


@given(place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_no_changed_byte_breaks_it(place: int, byte: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    spoilt = bytearray(WHOLE.encode())
    spoilt[place % len(spoilt)] = byte
    told_or_refused(written(tmp_path_factory.getbasetemp(), bytes(spoilt)))


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "none.xml").rule == "file_not_openable"
    assert refusal_of(tmp_path).rule == "file_not_openable"


# document type definitions

BILLION_LAUGHS = (
    '<!DOCTYPE M [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><M><Child>&j;</Child></M>"
)


def dtds(secret: Path) -> Iterator[str]:
    yield "<!DOCTYPE M><M/>"
    yield '<!DOCTYPE M SYSTEM "http://127.0.0.1:9/never.dtd"><M/>'
    yield '<!DOCTYPE M PUBLIC "-//X//Y" "never.dtd"><M/>'
    yield f'<!DOCTYPE M [<!ENTITY x SYSTEM "{secret.as_uri()}">]><M><Child>&x;</Child></M>'
    yield f'<!DOCTYPE M [<!ENTITY % x SYSTEM "{secret.as_uri()}"> %x;]><M/>'
    yield '<!DOCTYPE M [<!ATTLIST Child a CDATA "given">]><M><Child/></M>'
    yield BILLION_LAUGHS
    yield f'<?xml version="1.0"?>\n<!-- {"x" * 100_000} -->\n<!DOCTYPE M><M/>'


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_every_dtd_is_refused_before_anything_of_it_is_used(number: int, encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text(SECRET)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    rule, message = refused(tmp_path, list(dtds(secret))[number].encode(encoding))

    assert rule == "dtd_refused"
    assert SECRET not in message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 1


def test_a_dtd_is_refused_where_only_the_header_is_asked_for(tmp_path: Path) -> None:
    for look in (read_header, xml_collection, lambda path: list(stream_tags(path))):
        with pytest.raises(UnreadableExtract) as refusal:
            look(written(tmp_path, BILLION_LAUGHS))
        assert refusal.value.rule == "dtd_refused"


def test_an_inclusion_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    include = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="secret.txt" parse="text"/>'

    assert children_of(written(tmp_path, f"<M><Child>{include}</Child></M>")) == [None]


# bounds


def large(kind: str) -> Iterator[bytes]:
    """Return pieces of a file of about 40 MB that no return is like."""
    yield b"<M><Child>"
    yield from {
        "text": [b"x" * MIB] * 40,
        "text without end": [b"x" * MIB] * 40,
        "comment": [b"<!-- ", *[b"x" * MIB] * 40, b" -->"],
        "attribute": [b'<a b="', *[b"x" * MIB] * 40, b'"/>'],
        "name": [b"<", *[b"x" * MIB] * 40, b"/>"],
        "elements": [b"<a/>" * (MIB // 4)] * 40,
        "names": (b"".join(b"<a%d/>" % (number * 50_000 + one) for one in range(50_000)) for number in range(60)),
        "attributes": [
            b"<a ",
            *(b"".join(b' b%d="1"' % (n * 10_000 + one) for one in range(10_000)) for n in range(300)),
        ],
    }[kind]
    yield b"" if kind == "text without end" else b"</Child></M>"


RULES_OF_LARGE = {
    "text": {"text_too_long"},
    "text without end": {"text_too_long"},
    "comment": {"text_too_long"},
    "attribute": {"text_too_long"},
    "name": {"text_too_long", "not_well_formed"},
    "elements": {"record_too_long"},
    "names": {"record_too_long"},
    "attributes": {"text_too_long"},
}
MEASURED = """
import resource, sys
from pathlib import Path
from csc_metrics.records.raw import UnreadableExtract
from csc_metrics.records.safe_xml import stream_records
before = resource.getrusage(resource.RUSAGE_SELF)
try:
    for _ in stream_records(Path(sys.argv[1]), tags=("Child",)): pass
except UnreadableExtract as error:
    print(error.rule)
after = resource.getrusage(resource.RUSAGE_SELF)
print((after.ru_maxrss - before.ru_maxrss) / 1024, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
"""


def measured(path: Path) -> tuple[str, float, float]:
    """Return the rule by which a file is refused, the MiB and the CPU seconds that it took, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], cwd=REPOSITORY, check=True, capture_output=True, text=True
    ).stdout.split()
    return told[0], float(told[1]), float(told[2])


@pytest.mark.parametrize("kind", RULES_OF_LARGE)
def test_what_is_larger_than_any_return_is_refused_at_little_cost(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.writelines(large(kind))
    rule, mebibytes, seconds = measured(path)

    assert rule in RULES_OF_LARGE[kind]
    assert mebibytes < 200
    assert seconds < 2


def test_ten_thousand_levels_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "<M><Child>" + "<a>" * 10_000 + "</a>" * 10_000 + "</Child></M>")[0] == "too_deep"
    assert refused(tmp_path, "<M><Child>" + "<a>" * 10_000)[0] == "too_deep"
    assert refused(tmp_path, "<Child>" * 10_000)[0] == "too_deep"


def test_a_prologue_without_end_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "<!-- " + "x" * 3 * MIB)[0] == "not_well_formed"
    assert refused(tmp_path, "<!-- x -->" * (MIB // 4))[0] == "not_well_formed"


# lines


@given(
    before=st.sampled_from([0, 65_520, 65_533, 65_534, 70_000]),
    gaps=st.lists(st.tuples(st.text("\n ", max_size=4), st.text("\n \t", max_size=3)), min_size=1, max_size=8),
    kind=st.sampled_from(
        ["<Child/>", "<Child>1</Child>", "<Child>\n<A>\n\n<B>1\n</B></A>\n</Child>", "<Child><A/>\n</Child>"]
    ),
)
def test_lines_are_right_however_many_there_are(
    before: int, gaps: list[tuple[str, str]], kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "<M>" + "\n" * before
    lines = []
    for gap, tail in gaps:
        text += gap
        lines.append(text.count("\n") + 1)
        text += kind + (tail or " " if kind == "<Child/>" else tail)  # without any text, no line is kept
    path = written(tmp_path_factory.getbasetemp(), text + "</M>")

    assert [line_of(child) for child in stream_records(path, tags=("Child",))] == lines
