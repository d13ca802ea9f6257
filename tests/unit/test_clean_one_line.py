"""XML without line breaks: every element stands on line 1, and what is wrong with one costs that one's rows alone."""

from pathlib import Path

import pytest
from cleaned import RAW, aside, cleaned, faults, records
from made_up_records import DETAILS, child, cin_census, put, workforce_census

NAMES = ("A1", "A2", "A3")
BORN, REFERRED, STARTED = "PersonBirthDate", "CINreferralDate", "AssessmentActualStartDate"
ALL_TABLES = {"assessments", "assessment_factors", "children", "plans", "referrals", "section_47_enquiries"}


@pytest.fixture(autouse=True)
def work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def on_one_line(text: str) -> str:
    return text.replace("\n", "")


def twice(text: str, tag: str, other: str) -> str:
    """Return XML in which each element of that tag is followed by another one of other text."""
    return text.replace(f"</{tag}>", f"</{tag}><{tag}>{other}</{tag}>")


def put_census(second: str) -> None:
    """Put a census of three children on one line. second: the second child."""
    put(RAW, "001/cin.xml", on_one_line(cin_census(child("A1"), second, child("A3"))))


def whose_rows_are_aside() -> dict[str, set[object]]:
    """Return the child of each row that is kept aside, by table; of a factor it is told in its assessment."""
    found: dict[str, set[object]] = {}
    for row in aside():
        cells = row["cells"]
        assert isinstance(cells, dict)
        whose = cells.get("child_id") or str(cells["assessment_id"]).split()[0]
        found.setdefault(str(row["table"]), set()).add(whose)
    return found


@pytest.mark.parametrize(
    ("tag", "other", "tables"),
    [
        ("LAchildID", "A9", ALL_TABLES),
        (REFERRED, "2026-01-07", {"referrals"}),
        (STARTED, "2026-01-08", {"assessments", "assessment_factors"}),
        ("CPPendDate", "2026-02-21", {"plans"}),
    ],
)
def test_an_element_that_stands_twice_costs_the_rows_of_its_own_child_alone(
    tag: str, other: str, tables: set[str]
) -> None:
    put_census(twice(child("A2"), tag, other))
    cleaned()

    assert whose_rows_are_aside() == {table: {"A2"} for table in tables}
    assert {row["row"] for row in aside()} == {1}
    assert {fault["row"] for fault in faults() if fault["severity"] == "error"} == {"1"}
    assert {"A1", "A3"} <= {row[0] for row in records("children", "child_id")}
    assert len(records("assessment_factors", "factor")) == (4 if "assessment_factors" in tables else 6)


def test_a_cell_that_may_be_unknown_is_doubted_for_its_own_child_alone() -> None:
    put_census(twice(child("A2"), BORN, "2015-03-28"))
    cleaned()

    assert aside() == []
    assert [(fault["record"], fault["row"]) for fault in faults() if fault["rule"] == "element_twice"] == [("A2", "1")]


def test_a_referral_that_is_doubtful_leaves_the_childs_other_one_where_it_is() -> None:
    spoilt = twice(DETAILS, REFERRED, "2026-01-04")
    other = f"<CINdetails><{REFERRED}>2026-03-05</{REFERRED}></CINdetails>"
    put_census(child("A2", spoilt + other))
    cleaned()

    assert records("referrals", "referral_id") == [("A1 2026-01-05",), ("A2 2026-03-05",), ("A3 2026-01-05",)]


def test_rows_that_are_repeated_are_taken_once_though_another_on_their_line_is_doubtful() -> None:
    """A row is no repetition where its reader distrusts it; those beside it are."""
    put(
        RAW,
        "001/cin.xml",
        on_one_line(cin_census(child("A1"), child("A1"), twice(child("A2"), REFERRED, "2026-01-07"))),
    )
    cleaned()

    assert whose_rows_are_aside()["referrals"] == {"A2"}
    assert records("referrals", "child_id") == [("A1",)]


def test_factors_of_an_assessment_whose_day_is_doubtful_are_not_taken_for_another_ones() -> None:
    """The first of two days would make them factors of the assessment that did begin on it."""
    began = "<Assessments><AssessmentActualStartDate>2026-01-06</AssessmentActualStartDate>{}</Assessments>"
    codes = "<FactorsIdentifiedAtAssessment><AssessmentFactors>{}</AssessmentFactors></FactorsIdentifiedAtAssessment>"
    sound = began.format(codes.format("3B"))
    spoilt = twice(began.format(codes.format("16A")), STARTED, "2026-03-06")
    put_census(child("A2", f"<CINdetails><{REFERRED}>2026-01-05</{REFERRED}>{sound}{spoilt}</CINdetails>"))
    cleaned()

    assert ("A2 2026-01-06", "domestic_abuse_parent") in records("assessment_factors", "assessment_id", "factor")
    assert ("A2 2026-01-06", "neglect") not in records("assessment_factors", "assessment_id", "factor")
    assert {(row["table"], row["rules"]) for row in aside()} == {
        ("assessments", "element_twice"),
        ("assessment_factors", "element_twice"),
    }


def test_a_worker_with_an_element_twice_is_aside_alone() -> None:
    workers = [
        f"<CSWWWorker><SWENo>{name}</SWENo><RoleStartDate>2024-01-08</RoleStartDate></CSWWWorker>" for name in NAMES
    ]
    workers[1] = twice(workers[1], "RoleStartDate", "2024-01-09")
    put(RAW, "001/csww.xml", on_one_line(workforce_census(*workers)))
    cleaned()

    assert records("workers", "worker_id") == [("A1",), ("A3",)]
    assert [(row["table"], row["row"]) for row in aside()] == [("workers", 1)]
