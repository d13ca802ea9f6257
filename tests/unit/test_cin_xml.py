"""A CIN census in XML becomes tables of text: every element a row, nothing guessed, nothing dropped in silence."""

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_xml import child_text, cin_text, workforce_text, written

from benchmarks.cin_xml import measure_cin_xml
from benchmarks.made_up_cin import write_made_up_cin_xml
from csc_metrics.records.cin_xml import CHILDREN_OF_A_BATCH, COLUMNS, is_cin_xml, open_cin_xml
from csc_metrics.records.raw import SOURCE_ELEMENT, SOURCE_ROW, RawTable, RowFault, UnreadableExtract
from csc_metrics.records.xml_header import XmlHeader, xml_collection

MIB = 2**20
FULL = """<Child>
  <ChildIdentifiers>
    <LAchildID>A1</LAchildID> <UPN>A123456789123</UPN> <FormerUPN>X1</FormerUPN> <UPNunknown>UN3</UPNunknown> stray
    <PersonBirthDate> 2015-03-27 </PersonBirthDate>
    <ExpectedPersonBirthDate>2015-04-01</ExpectedPersonBirthDate>
    <Sex>M</Sex> <GenderCurrent>1</GenderCurrent> <PersonDeathDate>2024-10-08</PersonDeathDate>
  </ChildIdentifiers>
  <ChildCharacteristics>
    <Ethnicity>WBRI</Ethnicity>
    <Disabilities> <Disability>HAND</Disability> <Disability/> <Disability> HEAR </Disability> </Disabilities>
  </ChildCharacteristics>
  <CINdetails>
    <CINreferralDate>2024-04-06</CINreferralDate> <ReferralSource>1A</ReferralSource>
    <PrimaryNeedCode>N4</PrimaryNeedCode> <CINclosureDate>2025-02-27</CINclosureDate>
    <ReasonForClosure>RC1</ReasonForClosure> <DateOfInitialCPC>2024-05-06</DateOfInitialCPC>
    <Assessments>
      <AssessmentActualStartDate>2024-04-07</AssessmentActualStartDate>
      <AssessmentInternalReviewDate>2024-04-17</AssessmentInternalReviewDate>
      <AssessmentAuthorisationDate>2024-05-17</AssessmentAuthorisationDate>
      <FactorsIdentifiedAtAssessment>
        <AssessmentFactors>2B</AssessmentFactors> <AssessmentFactors>2A</AssessmentFactors>
      </FactorsIdentifiedAtAssessment>
    </Assessments>
    <CINPlanDates> <CINPlanStartDate>2024-05-20</CINPlanStartDate> <CINPlanEndDate>2024-06-20</CINPlanEndDate>
    </CINPlanDates>
    <Section47>
      <S47ActualStartDate>2024-04-10</S47ActualStartDate> <InitialCPCtarget>2024-05-02</InitialCPCtarget>
      <DateOfInitialCPC>2024-05-01</DateOfInitialCPC> <ICPCnotRequired>false</ICPCnotRequired>
    </Section47>
    <ReferralNFA>0</ReferralNFA>
    <ChildProtectionPlans>
      <CPPstartDate>2024-05-01</CPPstartDate> <CPPendDate>2024-12-01</CPPendDate>
      <InitialCategoryOfAbuse>PHY</InitialCategoryOfAbuse> <LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>
      <NumberOfPreviousCPP>1</NumberOfPreviousCPP> <Reviews> <CPPreviewDate>2024-08-01</CPPreviewDate> </Reviews>
    </ChildProtectionPlans>
  </CINdetails>
</Child>"""


def details_text(*groups: str, referred: str = "2024-04-06") -> str:
    return f"<CINdetails><CINreferralDate>{referred}</CINreferralDate>{''.join(groups)}</CINdetails>"


def tables_of(path: Path) -> dict[str, RawTable]:
    """Return the tables of a file that is short enough for one batch."""
    [tables] = open_cin_xml(path).batches()
    return tables


def rows(folder: Path, *children: str, of: str) -> list[dict[str, object]]:
    """Return the rows of one table, without cells that are empty, and without a number for each."""
    cells = tables_of(written(folder, cin_text(*children)))[of].cells.drop(SOURCE_ELEMENT)
    return [{name: cell for name, cell in row.items() if cell is not None} for row in cells.to_dicts()]


def faults(folder: Path, *children: str) -> dict[str, tuple[RowFault, ...]]:
    tables = tables_of(written(folder, cin_text(*children)))
    return {name: table.faults for name, table in tables.items() if table.faults}


# what a child becomes


def test_every_element_of_the_census_has_its_row_and_its_cell(tmp_path: Path) -> None:
    tables = tables_of(written(tmp_path, cin_text(FULL)))
    key = {"LAchildID": "A1", "CINreferralDate": "2024-04-06"}

    assert {name: table.cells.drop(SOURCE_ELEMENT).to_dicts() for name, table in tables.items()} == {
        "Child": [
            {
                "LAchildID": "A1",
                "PersonBirthDate": "2015-03-27",
                "ExpectedPersonBirthDate": "2015-04-01",
                "Sex": "M",
                "GenderCurrent": "1",
                "PersonDeathDate": "2024-10-08",
                "Ethnicity": "WBRI",
                "Disability": "HAND HEAR",
                "source_row": 2,
            }
        ],
        "CINdetails": [
            {
                **key,
                "ReferralSource": "1A",
                "PrimaryNeedCode": "N4",
                "CINclosureDate": "2025-02-27",
                "ReasonForClosure": "RC1",
                "ReferralNFA": "0",
                "DateOfInitialCPC": "2024-05-06",
                "source_row": 13,
            }
        ],
        "Assessments": [
            {
                **key,
                "AssessmentActualStartDate": "2024-04-07",
                "AssessmentInternalReviewDate": "2024-04-17",
                "AssessmentAuthorisationDate": "2024-05-17",
                "AssessmentFactors": "2B 2A",
                "source_row": 17,
            }
        ],
        "CINPlanDates": [{**key, "CINPlanStartDate": "2024-05-20", "CINPlanEndDate": "2024-06-20", "source_row": 25}],
        "Section47": [
            {
                **key,
                "S47ActualStartDate": "2024-04-10",
                "InitialCPCtarget": "2024-05-02",
                "DateOfInitialCPC": "2024-05-01",
                "ICPCnotRequired": "false",
                "source_row": 27,
            }
        ],
        "ChildProtectionPlans": [
            {
                **key,
                "CPPstartDate": "2024-05-01",
                "CPPendDate": "2024-12-01",
                "InitialCategoryOfAbuse": "PHY",
                "LatestCategoryOfAbuse": "NEG",
                "NumberOfPreviousCPP": "1",
                "source_row": 32,
            }
        ],
    }
    assert all(table.faults == () for table in tables.values())


@pytest.mark.parametrize("children", [(), (child_text(),), (FULL,)], ids=["no child", "hardly anything", "everything"])
def test_every_table_has_all_its_columns_whatever_the_file_holds(children: tuple[str, ...], tmp_path: Path) -> None:
    tables = tables_of(written(tmp_path, cin_text(*children)))

    assert list(tables) == list(COLUMNS)
    for name, table in tables.items():
        assert table.name == name
        places = {SOURCE_ROW: pl.Int64, SOURCE_ELEMENT: pl.Int64}
        assert table.cells.schema == {**dict.fromkeys(COLUMNS[name], pl.String), **places}
        assert table.headings == list(COLUMNS[name])


def test_groups_may_repeat_and_each_keeps_its_own_referral(tmp_path: Path) -> None:
    first = details_text("<Section47/>", "<Section47/>", referred="2024-04-06")
    second = details_text("<Section47/>", referred="2024-09-01")
    key = {"LAchildID": "A1", SOURCE_ROW: 2}

    assert rows(tmp_path, child_text(first, second), of="Section47") == [
        {**key, "CINreferralDate": "2024-04-06"},
        {**key, "CINreferralDate": "2024-04-06"},
        {**key, "CINreferralDate": "2024-09-01"},
    ]


def test_keys_are_found_wherever_they_stand_in_their_group(tmp_path: Path) -> None:
    late = "<CINdetails><CINPlanDates/><CINreferralDate>2024-04-06</CINreferralDate></CINdetails>"
    child = f"<Child>{late}<ChildIdentifiers><LAchildID>A1</LAchildID></ChildIdentifiers></Child>"

    assert rows(tmp_path, child, of="CINPlanDates") == [
        {"LAchildID": "A1", "CINreferralDate": "2024-04-06", SOURCE_ROW: 2}
    ]


def test_a_child_without_an_identifier_and_its_groups_are_rows_all_the_same(tmp_path: Path) -> None:
    child = child_text(details_text("<Assessments/>"), identifiers="<Sex>F</Sex>")

    assert rows(tmp_path, child, of="Child") == [{"Sex": "F", SOURCE_ROW: 2}]
    assert rows(tmp_path, child, of="Assessments") == [{"CINreferralDate": "2024-04-06", SOURCE_ROW: 2}]


def test_an_earlier_name_of_gender_is_understood(tmp_path: Path) -> None:
    child = child_text(identifiers="<LAchildID>A1</LAchildID><Gender>2</Gender>")

    assert rows(tmp_path, child, of="Child") == [{"LAchildID": "A1", "GenderCurrent": "2", SOURCE_ROW: 2}]


def test_namespaces_make_no_difference(tmp_path: Path) -> None:
    plain = cin_text(FULL)
    spaced = plain.replace("<Message>", '<Message xmlns="urn:cin">')
    prefixed = plain.replace("</", "\0").replace("<", "<c:").replace("\0", "</c:")
    prefixed = prefixed.replace("<c:Message>", '<c:Message xmlns:c="urn:cin">')
    told = [
        {name: t.cells.to_dicts() for name, t in tables_of(written(tmp_path, text)).items()}
        for text in (plain, spaced, prefixed)
    ]

    assert told[0] == told[1] == told[2]


# what cannot be trusted


def test_an_element_that_stands_twice_with_different_text_is_a_fault_of_its_row(tmp_path: Path) -> None:
    dates = "".join(f"<CINPlanStartDate>2024-05-{day}</CINPlanStartDate>" for day in (20, 21))
    plan = f"<CINPlanDates>\n{dates}</CINPlanDates>"

    [fault] = faults(tmp_path, child_text(), child_text(details_text(plan)))["CINPlanDates"]
    assert (fault.rule, fault.row, fault.column) == ("element_twice", 3, "CINPlanStartDate")
    assert fault.value == "2024-05-20, 2024-05-21"
    assert fault.remedy.endswith(".")


def test_the_same_text_twice_and_an_empty_element_are_no_fault(tmp_path: Path) -> None:
    child = child_text(identifiers="<LAchildID/><LAchildID>A1</LAchildID><LAchildID> A1 </LAchildID><LAchildID/>")

    assert faults(tmp_path, child) == {}
    assert rows(tmp_path, child, of="Child") == [{"LAchildID": "A1", SOURCE_ROW: 2}]


def test_rows_below_a_doubtful_key_are_doubtful_too(tmp_path: Path) -> None:
    twice = child_text(details_text("<Section47/>"), identifiers="<LAchildID>A1</LAchildID><LAchildID>A2</LAchildID>")
    referred_twice = child_text(details_text("<CINreferralDate>2024-09-01</CINreferralDate>", "<Section47/>"))

    assert {name: [fault.column for fault in found] for name, found in faults(tmp_path, twice).items()} == {
        "Child": ["LAchildID"],
        "CINdetails": ["LAchildID"],
        "Section47": ["LAchildID"],
    }
    assert {name: [fault.column for fault in found] for name, found in faults(tmp_path, referred_twice).items()} == {
        "CINdetails": ["CINreferralDate"],
        "Section47": ["CINreferralDate"],
    }


def test_both_names_of_gender_that_differ_are_a_fault(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, child_text(identifiers="<GenderCurrent>1</GenderCurrent><Gender>2</Gender>"))["Child"]

    assert (fault.rule, fault.column, fault.value) == ("element_twice", "GenderCurrent", "1, 2")


def test_elements_within_a_value_are_a_fault(tmp_path: Path) -> None:
    child = child_text(identifiers="<LAchildID>A1</LAchildID><PersonBirthDate>2015<b/>-03-27</PersonBirthDate>")

    [fault] = faults(tmp_path, child)["Child"]
    assert (fault.rule, fault.column, fault.value) == ("element_not_text", "PersonBirthDate", "2015")


def test_a_fault_shows_sixty_characters_at_most(tmp_path: Path) -> None:
    child = child_text(identifiers=f"<Sex>{'M' * 100}</Sex><Sex>F</Sex>")

    assert faults(tmp_path, child)["Child"][0].value == "M" * 60


# what is not used


@pytest.mark.parametrize("lost", [0, 1, 2], ids=["first", "between", "last"])
def test_a_child_under_another_tag_is_named_among_what_is_not_used_wherever_it_stands(
    tmp_path: Path, lost: int
) -> None:
    children = [child_text(identifiers=f"<LAchildID>A{number}</LAchildID>") for number in range(3)]
    children[lost] = children[lost].replace("Child>", "Chidl>")
    census = open_cin_xml(written(tmp_path, cin_text(*children)))

    assert sum(batch["Child"].cells.height for batch in census.batches()) == 2
    assert census.unused() == {"Chidl": 1}


def test_what_stands_beside_children_is_named_though_there_is_none(tmp_path: Path) -> None:
    census = open_cin_xml(written(tmp_path, cin_text("<Carer/><Carer/>").replace("</Children>", "</Children><More/>")))
    list(census.batches())

    assert census.unused() == {"Carer": 2, "More": 1}


def test_elements_that_no_table_holds_are_counted(tmp_path: Path) -> None:
    plan = "<PreProceedingsandFGDM><PPStartDate>2025-01-01</PPStartDate></PreProceedingsandFGDM>"
    child = child_text(
        details_text(plan, plan, "<Assessments><Outcome>1</Outcome></Assessments>"),
        "<Siblings/>",
        identifiers="<LAchildID>A1</LAchildID><UPN>A1</UPN><Nickname>x</Nickname>",
        characteristics="<Height>1</Height><Disabilities><Other>1</Other></Disabilities>",
    )
    census = open_cin_xml(written(tmp_path, cin_text(child, FULL)))
    assert census.unused() == {}
    for _ in range(2):
        assert len(list(census.batches())) == 1
        assert census.unused() == {
            "PreProceedingsandFGDM": 2,
            "Siblings": 1,
            "Assessments/Outcome": 1,
            "ChildIdentifiers/Nickname": 1,
            "ChildCharacteristics/Height": 1,
            "ChildCharacteristics/Other": 1,
        }


# the header


@pytest.mark.parametrize(("year", "la_code"), [(2022, "314"), (2026, "392")])
def test_the_header_is_told_as_it_is_written(year: int, la_code: str, tmp_path: Path) -> None:
    census = open_cin_xml(written(tmp_path, cin_text(year=year, la_code=la_code)))

    assert census.header == XmlHeader(
        collection="CIN",
        year=str(year),
        reference_date=f"{year}-03-31",
        la_code=la_code,
        date_time=f"{year}-05-01T09:00:00",
    )


def test_what_the_header_lacks_is_none(tmp_path: Path) -> None:
    text = "<Message><Header><Other><Collection> CIN </Collection><Year/></Other></Header></Message>"

    assert open_cin_xml(written(tmp_path, text)).header == XmlHeader(collection="CIN")


def test_a_header_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, cin_text().replace("<LEA>314</LEA>", "<LEA>314</LEA>\n<LEA>392</LEA>"))
    with pytest.raises(UnreadableExtract, match="line 2: LEA stands twice in the header, as 314 and 392") as refusal:
        open_cin_xml(path)
    assert refusal.value.rule == "element_twice"


@pytest.mark.parametrize(
    ("text", "collection"),
    [
        (cin_text(), "CIN"),
        (workforce_text(), "CSWW"),
        (cin_text().replace(">CIN<", ">SSDA903<"), "SSDA903"),
        ("<Message><Header/></Message>", None),
        ("<Message><Children/></Message>", None),
        ("<Message/>", None),
        ("<html><body/></html>", None),
        ("LAchildID,Sex\n", None),
        ('<m:Message xmlns:m="urn:m"><m:Header><m:Collection>CIN</m:Collection></m:Header></m:Message>', "CIN"),
    ],
)
def test_a_file_is_recognised_by_its_header(text: str, collection: str | None, tmp_path: Path) -> None:
    path = written(tmp_path, text)

    assert xml_collection(path) == collection
    assert is_cin_xml(path) == (collection == "CIN")


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        (workforce_text(), "another_collection", "Collection CSWW; CIN is wanted"),
        ("<Message><Header/></Message>", "another_collection", "Collection nothing; CIN is wanted"),
        ("<Message><Children/></Message>", "no_header", "not a return to DfE"),
        ("<Other/>", "no_header", "not a return to DfE"),
        ("LAchildID,Sex\n", "not_xml", "not an XML file"),
    ],
)
def test_what_is_no_cin_census_is_refused(text: str, rule: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableExtract, match=said) as refusal:
        open_cin_xml(written(tmp_path, text))
    assert refusal.value.rule == rule


def test_a_file_is_recognised_without_reading_its_children(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    write_made_up_cin_xml(path, children=200, seed=1)
    assert path.stat().st_size > 300_000
    path.write_bytes(path.read_bytes()[:200_000])

    assert xml_collection(path) == "CIN"


def test_a_census_that_is_cut_off_never_passes_for_whole(tmp_path: Path) -> None:
    path = written(tmp_path, cin_text(FULL, FULL)[:-60])
    census = open_cin_xml(path)
    with pytest.raises(UnreadableExtract) as refusal:
        list(census.batches())
    assert refusal.value.rule == "file_truncated"


# batches


def test_batches_hold_five_thousand_children_and_the_last_the_others(tmp_path: Path) -> None:
    path = tmp_path / "cin.xml"
    write_made_up_cin_xml(path, children=CHILDREN_OF_A_BATCH + 200, seed=1)
    first, second = open_cin_xml(path).batches()

    assert first["Child"].cells.height == 5_000
    assert second["Child"].cells["LAchildID"].to_list() == [f"MADEUP{number:08d}" for number in range(5_000, 5_200)]
    for batch in (first, second):
        children = batch["Child"].cells["LAchildID"].implode()
        for table in batch.values():
            assert table.cells.height > 0
            assert table.cells["LAchildID"].is_in(children).all(), "the groups of a child come with it"
    for name, table in first.items():
        numbers = [*table.cells[SOURCE_ELEMENT], *second[name].cells[SOURCE_ELEMENT]]
        assert numbers == list(range(1, len(numbers) + 1)), "elements are counted through all batches"


def test_a_fault_says_which_element_it_is_about_where_all_stand_on_one_line(tmp_path: Path) -> None:
    twice = child_text(identifiers="<LAchildID>A2</LAchildID><Sex>F</Sex><Sex>M</Sex>")
    text = cin_text(child_text(), twice, child_text()).replace("\n", "")
    table = tables_of(written(tmp_path, text))["Child"]

    [fault] = table.faults
    assert (fault.row, fault.element) == (1, 2)
    assert table.cells.filter(pl.col(SOURCE_ELEMENT) == fault.element)["LAchildID"].to_list() == ["A2"]


def test_a_file_of_a_whole_batch_has_no_empty_one_behind_it(tmp_path: Path) -> None:
    path = written(tmp_path, cin_text(*["<Child/>"] * CHILDREN_OF_A_BATCH))

    assert [batch["Child"].cells.height for batch in open_cin_xml(path).batches()] == [CHILDREN_OF_A_BATCH]


def test_lines_are_right_beyond_those_that_libxml2_counts(tmp_path: Path) -> None:
    path = tmp_path / "cin.xml"
    write_made_up_cin_xml(path, children=2_000, seed=2)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 90_000
    for name, table in tables_of(path).items():
        stands = [number for number, line in enumerate(lines, start=1) if line.strip() == f"<{name}>"]
        assert table.cells[SOURCE_ROW].to_list() == stands, name


# what is written is what is read

LETTERS = "aZ09é&<>'\"]-/\u00a0\u4e2d\U0001f600"
WORDS = st.text(LETTERS + " \n\t", max_size=6).map(lambda text: text.strip() or "x")
CODES = st.lists(st.text(LETTERS.replace("\u00a0", ""), min_size=1, max_size=3), min_size=1, max_size=3).map(" ".join)
MANY = ("Disability", "AssessmentFactors")


def cells_of(name: str) -> st.SearchStrategy[dict[str, str | None]]:
    own = [
        column
        for column in COLUMNS[name]
        if column not in (("LAchildID", "CINreferralDate") if name != "Child" else ())
    ]
    own += ["CINreferralDate"] if name == "CINdetails" else []
    return st.fixed_dictionaries({column: st.none() | (CODES if column in MANY else WORDS) for column in own})


def leaves(cells: Mapping[str, str | None], *, without: str = "") -> str:
    return "".join(
        f"<{tag}> {escape(text)}\n</{tag}>" for tag, text in cells.items() if text is not None and tag != without
    )


def codes(cells: Mapping[str, str | None], *, group: str, tag: str) -> str:
    text = cells[tag]
    return f"<{group}>{''.join(f'<{tag}>{escape(code)}</{tag}>' for code in text.split(' '))}</{group}>" if text else ""


GROUP_NAMES = ("Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans")
GROUPS = st.lists(
    st.sampled_from(GROUP_NAMES).flatmap(lambda name: st.tuples(st.just(name), cells_of(name))), max_size=4
)
DETAILS = st.tuples(cells_of("CINdetails"), GROUPS)
CHILDREN = st.lists(st.tuples(cells_of("Child"), st.lists(DETAILS, max_size=3)), max_size=4)


@given(children=CHILDREN)
def test_random_children_written_are_read_as_the_same_cells(
    children: list[
        tuple[dict[str, str | None], list[tuple[dict[str, str | None], list[tuple[str, dict[str, str | None]]]]]]
    ],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    written_rows: dict[str, list[dict[str, str | None]]] = {name: [] for name in COLUMNS}
    texts = []
    for child, all_details in children:
        written_rows["Child"].append(child)
        inside = []
        for details, groups in all_details:
            written_rows["CINdetails"].append({"LAchildID": child["LAchildID"], **details})
            keys = {"LAchildID": child["LAchildID"], "CINreferralDate": details["CINreferralDate"]}
            group_texts = []
            for name, cells in groups:
                written_rows[name].append({**keys, **cells})
                factors = (
                    codes(cells, group="FactorsIdentifiedAtAssessment", tag="AssessmentFactors")
                    if name == "Assessments"
                    else ""
                )
                group_texts.append(f"<{name}>{leaves(cells, without='AssessmentFactors')}{factors}</{name}>")
            inside.append(f"<CINdetails>{leaves(details)}{''.join(group_texts)}</CINdetails>")
        disabilities = codes(child, group="Disabilities", tag="Disability")
        texts.append(child_text(*inside, identifiers=leaves(child, without="Disability"), characteristics=disabilities))
    read = tables_of(written(tmp_path_factory.getbasetemp(), cin_text(*texts)))

    assert all(table.faults == () for table in read.values())
    for name, table in read.items():
        expected = [{column: row[column] for column in COLUMNS[name]} for row in written_rows[name]]
        assert table.cells.drop(SOURCE_ROW, SOURCE_ELEMENT).to_dicts() == expected, name


# what it costs


def test_memory_does_not_grow_with_the_file() -> None:
    """Of memory alone, which does not depend on what else a machine does; `python -m benchmarks.cin_xml` times it."""
    fewer, more = (measure_cin_xml(children)[1] for children in (CHILDREN_OF_A_BATCH, 5 * CHILDREN_OF_A_BATCH))

    assert more.peak_mib_above_interpreter < 200
    assert more.peak_mib_above_interpreter - fewer.peak_mib_above_interpreter < 15


def test_the_made_up_census_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    texts = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        path = tmp_path / name
        write_made_up_cin_xml(path, children=20, seed=seed)
        texts.append(path.read_text(encoding="utf-8"))

    assert texts[0] == texts[1] != texts[2]


# files of others


@pytest.fixture(scope="module")
def samples(shared_dfe: Path) -> Path:
    return shared_dfe.parent / "returns" / "cin_xml"


@pytest.mark.shared
def test_every_sample_is_read_without_a_fault(samples: Path) -> None:
    paths = sorted(samples.glob("*.xml"))
    assert len(paths) >= 10
    for path in paths:
        census = open_cin_xml(path)
        children = path.read_text(encoding="utf-8").count("<Child>")
        batches = list(census.batches())
        assert sum(batch["Child"].cells.height for batch in batches) == children > 0, path.name
        assert all(table.faults == () for batch in batches for table in batch.values()), path.name
        assert set(census.unused()) <= {"PreProceedingsandFGDM"}, path.name


@pytest.mark.shared
def test_the_sample_of_2026_has_sex_and_its_new_group_is_told(samples: Path) -> None:
    census = open_cin_xml(samples / "CIN_Census_2026.xml")
    [tables] = census.batches()

    assert tables["Child"].cells["Sex"].to_list() == ["1", "M"]
    assert tables["Assessments"].cells["AssessmentFactors"].to_list() == ["1C RB 6B", None]
    assert tables["Child"].cells[SOURCE_ROW].to_list() == [18, 85]
    assert census.unused() == {"PreProceedingsandFGDM": 1}
