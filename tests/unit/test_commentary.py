"""The service's own word: what it may hold, what is refused and where, and that a page shows it and nothing more."""

import io
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from csc_metrics.measures.registry import MEASURES
from csc_metrics.report.commentary import (
    ChildNamed,
    Commentary,
    CommentaryFault,
    commentary_rows,
    read_commentary,
)
from csc_metrics.report.commentary_identifiers import lines_that_name_a_child
from csc_metrics.report.commentary_sections import OTHER_SECTIONS, names_of_topics, sections_called, title_of_section
from csc_metrics.report.commentary_shown import not_shown, tell_what_is_not_shown
from csc_metrics.report.commentary_words import BulletList, Paragraph, Run, passages_of, seen
from csc_metrics.report.page.render import _environment

CASELOADS = "Caseloads and workforce"
MEETINGS = "Strategy meetings, conferences and core groups"


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "commentary.md"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def paragraph(*runs: str) -> Paragraph:
    """Return a paragraph of runs, those in stars bold."""
    return Paragraph(runs=tuple(Run(text=one.strip("*"), is_bold=one.startswith("*")) for one in runs))


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(CommentaryFault) as error:
        read_commentary(write(folder, text))
    heading, *faults = str(error.value).splitlines()
    assert heading.startswith(f"{folder / 'commentary.md'}: {len(faults)} fault")
    return [fault.strip() for fault in faults]


def shown(commentary: Commentary, key: str) -> str:
    module = _environment().get_template("commentary.html.jinja").module
    return str(module.print_commentary(commentary, key))


# What it may hold


PAGE = """# Our words for October

## Caseloads
Two teams were **merged**
in September.

A second paragraph.

## agency_rate_pct

- Four posts were **filled**;
  all of them in the north.
    - Two are advertised.

* One more list? No: the same.
After it, still the last point.

## Quality of recording ##
## What could be asked:
1. Not a list.
"""


@pytest.mark.parametrize("mark", ["", "\N{ZERO WIDTH NO-BREAK SPACE}"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_paragraphs_lists_and_bold_are_read_however_the_file_was_saved(
    tmp_path: Path, mark: str, line_end: str
) -> None:
    commentary = read_commentary(write(tmp_path, mark + PAGE.replace("\n", line_end)))
    assert dict(commentary.sections) == {
        CASELOADS: (paragraph("Two teams were ", "*merged*", " in September."), paragraph("A second paragraph.")),
        "agency_rate_pct": (
            BulletList(
                points=(
                    paragraph("Four posts were ", "*filled*", "; all of them in the north."),
                    paragraph("Two are advertised."),
                    paragraph("One more list? No: the same. After it, still the last point."),
                )
            ),
        ),
        "asked": (paragraph("1. Not a list."),),
    }
    assert commentary.of("data-quality") == commentary.of("no such section") == ()


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read_commentary(write(tmp_path, "")) == Commentary()
    assert read_commentary(write(tmp_path, "# A title alone\n\n")) == Commentary()


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        ("a **b** c", ("a ", "*b*", " c")),
        ("**b**", ("*b*",)),
        ("2 ** 3 ** 4", ("2 ** 3 ** 4",)),
        ("**open", ("**open",)),
        ("****", ("****",)),
        ("** a** b **c**", ("** a** b ", "*c*")),
        (
            "_no_ *no* [no](http://example.org) ![no](x) <b>no</b>",
            ("_no_ *no* [no](http://example.org) ![no](x) <b>no</b>",),
        ),
        ("### no heading", ("### no heading",)),
    ],
)
def test_bold_is_in_pairs_of_stars_and_all_else_stands_as_it_was_typed(words: str, runs: Sequence[str]) -> None:
    expected = tuple(
        Run(text=run[1:-1], is_bold=True) if re.fullmatch(r"\*\w\*", run) else Run(text=run, is_bold=False)
        for run in runs
    )
    assert passages_of([words]) == (Paragraph(runs=expected),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\N{NO-BREAK SPACE}b\tc\N{LINE SEPARATOR}d\N{EM SPACE}e", "a b c d e"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}a\N{LEFT-TO-RIGHT ISOLATE}b\N{POP DIRECTIONAL ISOLATE}", "ab"),
        ("a\N{ZERO WIDTH SPACE}b\N{SOFT HYPHEN}c\x07\x1b[31m\x7f\x9b", "abc[31m"),
        ("\uf0b7\ufdd0\ufffe\U0001ffffa\U000e0041", "a"),
        ("Zoe\N{COMBINING DIAERESIS}  ", "Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}"),
        ("Caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{EN DASH} 20\N{POUND SIGN} \N{SLIGHTLY SMILING FACE}",) * 2,
    ],
)
def test_what_nobody_sees_is_left_out_and_every_space_is_one(written: str, read: str) -> None:
    assert seen(written) == read


# Sections


def test_every_measure_topic_and_other_section_can_be_named() -> None:
    for code, measure in MEASURES.items():
        assert code in sections_called(code)
        assert code in sections_called(measure.title.upper())
        assert sections_called(measure.topic) == (measure.topic,)
        assert title_of_section(code) == measure.title
    for key, names in OTHER_SECTIONS.items():
        assert {sections_called(name) for name in (*names, key)} == {(key,)}
        assert title_of_section(key) == names[0]


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("caseloads", (CASELOADS,)),
        ("Strategy  Meetings:", (MEETINGS,)),
        ("assessments", ("Assessments and conferences",)),
        ("front door", ("The front door",)),
        ("Demand", ("demand",)),
        ("actions", ("actions",)),
        ("quality of recording", ("data-quality",)),
        ("Workers above the authority\N{RIGHT SINGLE QUOTATION MARK}s caseload limit", ("caseload_above_limit_pct",)),
        ("Children in need", ("children_in_need_rate_per_10k",)),
        ("children_in_need", ("children_in_need",)),
        ("Referrals", ("referral_rate_per_10k", "referrals")),
        ("core group", ()),
        ("", ()),
    ],
)
def test_a_heading_names_a_measure_a_topic_or_its_first_words(heading: str, keys: tuple[str, ...]) -> None:
    assert sections_called(heading) == keys


# Faults


SECTIONS = (
    "Write the title or code of a measure (`csc-metrics dictionary` lists them all), or one of: Caseloads; Strategy "
    "meetings; Assessments; Front door; Children in need, protected and looked after; Practice; What matters; Demand; "
    "What it would take; Partner measures; Before and after; Actions; What could be asked; Quality of recording; What "
    "this page cannot tell you."
)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "\n## Caselods\nwords",
            [
                "line 2, ## Caselods: no section of the reports is called that. Did you mean Caseloads or case_holders "
                f"or caseload_highest? {SECTIONS}"
            ],
        ),
        ("##", [f"line 1, ##: no section of the reports is called that. {SECTIONS}"]),
        (
            "## referrals\nwords",
            [
                "line 1, ## referrals: this may mean more than one section. Write referral_rate_per_10k or Number of "
                "referrals."
            ],
        ),
        (
            "# Title\n\nDear panel,\nhello\n## Caseloads\nwords",
            [
                "line 3: these words stand under no section. Put a line above them: ## and the title or code of a "
                "measure (`csc-metrics dictionary` lists them all)."
            ],
        ),
        (
            "## Caseloads\none\n##caseloads and workforce\ntwo",
            [
                "line 3, ## caseloads and workforce: this section began on line 1. Put its words in one place.",
            ],
        ),
        (
            "## Actions\n" + "a" * 1501 + "\n## Practice\n" + "- a\n" * 21 + "## zzz",
            [
                "line 1, ## Actions: 1,501 characters, which is more than 1,500. Keep to what a reader needs here.",
                "line 3, ## Practice: 21 paragraphs and points, which is more than 20. "
                "Keep to what a reader needs here.",
                f"line 25, ## zzz: no section of the reports is called that. {SECTIONS}",
            ],
        ),
    ],
)
def test_a_fault_names_its_line_and_what_to_write(tmp_path: Path, text: str, faults: list[str]) -> None:
    assert faults_of(tmp_path, text) == faults


def test_what_a_fault_about_a_heading_proposes_is_no_fault(tmp_path: Path) -> None:
    commentary = read_commentary(write(tmp_path, "## referral_rate_per_10k\none\n## Number of referrals\ntwo"))
    assert list(commentary.sections) == ["referral_rate_per_10k", "referrals"]
    for name in SECTIONS.partition("one of: ")[2].rstrip(".").split("; "):
        assert len(sections_called(name)) == 1, name


def test_what_is_just_within_the_limits_is_shown(tmp_path: Path) -> None:
    """Stars that make words bold are not shown, so that they do not count."""
    text = "## Actions\n**" + "a" * 1500 + "**\n## Practice\n" + "- a\n" * 20
    commentary = read_commentary(write(tmp_path, text))
    assert commentary.of("actions") == (Paragraph(runs=(Run(text="a" * 1500, is_bold=True),)),)
    (points,) = commentary.of("Practice and its quality")
    assert isinstance(points, BulletList)
    assert len(points.points) == 20


def test_a_long_heading_is_cut_in_its_message(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "## " + "z" * 61)
    assert fault.startswith(f"line 1, ## {'z' * 60} …: no section")


def test_of_many_faults_twenty_are_told(tmp_path: Path) -> None:
    assert len(faults_of(tmp_path, "## zzz\n" * 30)) == 20


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("## Caseloads\ncaf\N{LATIN SMALL LETTER E WITH ACUTE}".encode("cp1252"), "not UTF-8 text (line 2). Save"),
        ("## Caseloads".encode("utf-16"), "not UTF-8 text (it looks like UTF-16). Save"),
        (b"## Caseloads\nPK\0\0", "not UTF-8 text (it is no text). Save"),
        (b"## Caseloads\n" + b"\n" * (64 * 1024 - 12), "larger than 64 KiB. Keep"),
    ],
    ids=["ansi", "utf-16", "null", "large"],
)
def test_a_file_that_is_no_page_of_words_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(CommentaryFault) as error:
        read_commentary(path)
    assert str(error.value).startswith(f"{path}: {said}")


def test_a_file_of_64_kib_is_read_and_its_lines_counted_in_time(tmp_path: Path) -> None:
    head = b"## Caseloads\n"
    assert read_commentary(write(tmp_path, head + b"\n" * (64 * 1024 - len(head)))) == Commentary()
    for filling in (b"**a ", b"# ", b"- ", b"\t", b"##z\n"):
        times = (64 * 1024 - len(head)) // len(filling)
        with suppress(CommentaryFault):
            read_commentary(write(tmp_path, head + filling * times), identifiers=["C-1001"])


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CommentaryFault, match="cannot be read"):
        read_commentary(tmp_path)


# Identifiers


@pytest.mark.parametrize(
    ("line", "is_named"),
    [
        ("Child C-1001 was seen.", True),
        ("(c/1001)", True),
        ("C 1001", True),
        ("C-1001's worker", True),
        ("**C-10**01", True),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER C}-1001", True),
        ("C-10\N{ZERO WIDTH SPACE}01", True),
        ("C-10011", False),
        ("AC-1001", False),
        ("1001 contacts", False),
        ("seen by C7", True),
        ("778899", True),
        ("778,899 contacts", False),
        ("12 meetings of 2026", False),
        ("child 12", True),
        ("Case no. 12", True),
        ("children 12", False),
        ("abc", False),
        ("case ABC", True),
        ("ABCDE", True),
    ],
)
def test_an_identifier_is_found_as_a_whole_word(line: str, *, is_named: bool) -> None:
    held = ["C-1001", "C7", "778899", "12", "2026", "abc", "abcde", "", "--"]
    assert lines_that_name_a_child(["", seen(line)], identifiers=held) == ((2,) if is_named else ())


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("## Caseloads\nWe saw C-1001.\n\nC-1002 too; not C-1003.", ", lines 2, 4: "),
        ("## Child C-1001\nwords", ", line 1: "),
        ("## Caseloads\nWe saw C-\n1001.", ", line 2: "),
    ],
)
def test_words_that_name_a_child_are_refused_by_line_without_naming_it(tmp_path: Path, text: str, where: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ChildNamed) as error:
        read_commentary(path, identifiers={"C-1001", "C-1002"})
    message = str(error.value)
    assert message.startswith(f"{path}{where}holds what is the identifier of a child in the records.")
    assert "1001" not in message.removeprefix(str(path))
    assert "C-" not in message.removeprefix(str(path))


def test_words_are_read_where_no_identifier_of_the_records_is_in_them(tmp_path: Path) -> None:
    path = write(tmp_path, "## Caseloads\nWe saw C-1001.")
    assert read_commentary(path, identifiers={"C-1002"}) == read_commentary(path)


# On a page


def test_a_page_shows_the_words_as_the_services_own(tmp_path: Path) -> None:
    commentary = read_commentary(write(tmp_path, PAGE), written_for="figures up to 31 October 2026")
    assert shown(commentary, "agency_rate_pct").splitlines() == [
        '<figure class="service-says" data-section="agency_rate_pct">',
        "<figcaption><b>The service says</b> "
        "<span>in its own words, written beside figures up to 31 October 2026</span></figcaption>",
        "<blockquote>",
        "<ul>",
        "<li>Four posts were <b>filled</b>; all of them in the north.</li>",
        "<li>Two are advertised.</li>",
        "<li>One more list? No: the same. After it, still the last point.</li>",
        "</ul>",
        "</blockquote>",
        "</figure>",
    ]
    assert "<p>Two teams were <b>merged</b> in September.</p>\n<p>A second paragraph.</p>" in shown(
        commentary, CASELOADS
    )


def test_a_page_shows_nothing_where_the_service_says_nothing(tmp_path: Path) -> None:
    assert shown(read_commentary(write(tmp_path, PAGE)), "actions").strip() == ""
    assert shown(Commentary(), "actions").strip() == ""


def test_words_of_no_period_say_none(tmp_path: Path) -> None:
    assert "<span>in its own words</span>" in shown(read_commentary(write(tmp_path, PAGE)), "asked")


def test_markup_in_words_is_shown_and_does_nothing(tmp_path: Path) -> None:
    hostile = '<script>alert("x")</script> **<img src=x onerror=y>** {{ 7 * 7 }} & &lt;'
    page = shown(read_commentary(write(tmp_path, f"## Actions\n{hostile}")), "actions")
    assert "<script" not in page
    assert "<img" not in page
    assert html.fromstring(page).find(".//p").text_content() == hostile.replace("**", "")


def test_whoever_writes_of_a_part_that_a_page_has_not_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demand = "Children in need, protected and looked after"
    said = read_commentary(write(tmp_path, f"## Actions\nOne.\n## {demand}\nTwo.\n## agency_rate_pct\nThree."))
    page = shown(said, "actions")
    tell_what_is_not_shown(said, page + shown(said, demand), page="board.html")
    assert capsys.readouterr().err == (
        "the service's words on Agency social workers are not on board.html, which has no such part. "
        "Other reports may have it.\n"
    )
    assert not_shown(said, page) == (demand, "Agency social workers")
    tell_what_is_not_shown(said, "".join(shown(said, key) for key in said.sections), page="board.html")
    assert capsys.readouterr().err == ""


ANY_WORDS = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("<>&\"'*#-=+@\\\r\n\t {}%\N{RIGHT-TO-LEFT OVERRIDE}\N{BULLET}"),
    max_size=400,
)


def plain_words(text: str) -> str:
    """Return letters and digits alone, by another way than the reader's: every mark and space of markup is gone."""
    return "".join(character for character in text if character.isalnum())


@given(words=ANY_WORDS)
def test_no_text_is_more_than_text_on_a_page_or_in_a_table(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    path = write(tmp_path_factory.getbasetemp(), "## Actions\n" + words)
    try:
        commentary = read_commentary(path)
    except CommentaryFault:
        return
    page = shown(commentary, "actions")
    tags = set(re.findall(r"<[^>]*>?", page))
    assert tags <= {
        *(
            '<figure class="service-says" data-section="actions">',
            "</figure>",
            "<figcaption>",
            "</figcaption>",
            "<span>",
            "</span>",
        ),
        *("<b>", "</b>", "<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<blockquote>", "</blockquote>"),
    }
    assert set(re.findall(r"&[^;]*;?", page)) <= {"&lt;", "&gt;", "&amp;", "&#34;", "&#39;"}
    assert not set("\N{RIGHT-TO-LEFT OVERRIDE}\0\x1b\ufeff\ufffe") & set(page)
    rows = commentary_rows(commentary)
    assert not [cell for row in rows.iter_rows() for cell in row if cell[:1] in set("=+-@\t\r")]
    assert sum(map(len, rows["words"])) <= 1500 + rows.height


@given(words=st.text(st.sampled_from("ab1 *\n-<&"), max_size=80))
def test_no_letter_is_lost_between_the_file_and_the_page(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    path = write(tmp_path_factory.getbasetemp(), "## Actions\n" + words)
    page = shown(read_commentary(path), "actions")
    quote = html.fromstring(page).find(".//blockquote").text_content() if page.strip() else ""
    assert plain_words(quote) == plain_words(words)


# As people are told of it


def test_the_page_about_data_raw_shows_an_example_that_is_read_and_names_every_section(tmp_path: Path) -> None:
    told = (Path(__file__).parents[2] / "data_raw" / "README.md").read_text(encoding="utf-8")
    example = told.partition("## The service's own words")[2].split("```")[1].strip()
    assert list(read_commentary(write(tmp_path, example)).sections) == [CASELOADS, "agency_rate_pct"]
    of_sections = next(line for line in told.splitlines() if line.startswith("| sections |"))
    assert [name for name in names_of_topics() if name.partition(",")[0] not in of_sections] == []
    assert "1,500 characters and 20 paragraphs or points" in told


# As a table


def test_words_as_a_table_have_a_row_for_each_paragraph_and_point_and_no_formula(tmp_path: Path) -> None:
    text = "## Actions\n=1+1\n\n- **+44** 161\n- @now\n## agency_rate_pct\n-5 points, we think"
    rows = commentary_rows(read_commentary(write(tmp_path, text)))
    assert rows.rows() == [
        ("actions", "Actions", "'=1+1"),
        ("actions", "Actions", "'+44 161"),
        ("actions", "Actions", "'@now"),
        ("agency_rate_pct", "Agency social workers", "'-5 points, we think"),
    ]
    assert pl.read_csv(io.StringIO(rows.write_csv()), schema=rows.schema).equals(rows)


def test_no_words_are_an_empty_table() -> None:
    assert commentary_rows(Commentary()).shape == (0, 3)
