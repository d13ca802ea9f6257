"""Reading an older scorecard: whatever headings, days and numbers people write; all faults at once, nothing dropped."""

from datetime import date
from pathlib import Path

import pytest
from made_up_scorecard import read, scorecard_file

from csc_metrics.comparison.old_scorecard import OldScorecardFault, read_old_scorecard
from csc_metrics.comparison.old_titles import measure_called
from csc_metrics.comparison.written_numbers import understand_number
from csc_metrics.comparison.written_periods import understand_periods
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.registry import MEASURES
from csc_metrics.records.raw import UnreadableExtract


@pytest.mark.parametrize(
    ("written", "value", "decimals"),
    [
        ("31.3%", 31.3, 1),
        (" 31.30 % ", 31.3, 2),
        ("31 per cent", 31.0, 0),
        ("1,234", 1234.0, 0),
        ("1 234.5", 1234.5, 1),
        ("12\N{NO-BREAK SPACE}345", 12345.0, 0),
        ("\N{MINUS SIGN}2.5", -2.5, 1),
        (".5", 0.5, 1),
        ("0", 0.0, 0),
        ("0.31276595744680853", 0.31276595744680853, 17),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, value: float, decimals: int) -> None:
    told = understand_number(written)
    assert told is not None
    assert (told.value, told.decimals, told.status.value) == (value, decimals, "ok")


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("", "not_collected"),
        ("N/A", "not_collected"),
        ("\N{EN DASH}", "not_collected"),
        ("c", "suppressed"),
        ("*", "suppressed"),
        ("[c]", "suppressed"),
        ("<5", "suppressed"),
        ("fewer than 6", "suppressed"),
        ("z", "not_applicable"),
        ("low", "low"),
        ("#DIV/0!", "zero_denominator"),
    ],
)
def test_what_stands_for_no_number_is_never_nought(written: str, status: str) -> None:
    told = understand_number(written)
    assert told is not None
    assert (told.value, told.decimals, told.status.value) == (None, None, status)


@pytest.mark.parametrize(
    "written", ["31,3", "1,23", "12,34,567", "31.3.2", "1e5", "117/2093", "~31", "31 (p)", "#REF!"]
)
def test_what_could_be_another_number_is_none(written: str) -> None:
    assert understand_number(written) is None


@pytest.mark.parametrize(
    ("written", "kind", "end", "year"),
    [
        ("31/03/2025", None, date(2025, 3, 31), None),
        ("3/4/2025", None, date(2025, 4, 3), None),
        ("31 March 2025", None, date(2025, 3, 31), None),
        ("as at 31 March 2025", None, date(2025, 3, 31), None),
        ("2025-03-31", None, date(2025, 3, 31), None),
        ("2025", None, None, 2025),
        ("2024/25", None, date(2025, 3, 31), 2025),
        ("2024-25", None, date(2025, 3, 31), 2025),
        ("24/25", None, date(2025, 3, 31), 2025),
        ("202425", None, date(2025, 3, 31), 2025),
        ("2025-03", PeriodType.MONTH, date(2025, 3, 31), None),
        ("Feb 2024", PeriodType.MONTH, date(2024, 2, 29), None),
        ("2025-Q1", PeriodType.QUARTER, date(2025, 3, 31), None),
        ("Q1 2024/25", PeriodType.QUARTER, date(2024, 6, 30), None),
        ("2024-25 Q4", PeriodType.QUARTER, date(2025, 3, 31), None),
        ("year to 31 March 2025", PeriodType.YEAR, date(2025, 3, 31), None),
        ("Year ending September 2025", PeriodType.YEAR, date(2025, 9, 30), None),
        ("12 months to 30/06/2025", PeriodType.ROLLING_12_MONTHS, date(2025, 6, 30), None),
    ],
)
def test_a_period_is_read_as_people_write_it(
    written: str, kind: PeriodType | None, end: date | None, year: int | None
) -> None:
    (told,) = understand_periods([written])
    assert not isinstance(told, str), told
    assert (told.period_type, told.period_end, told.year) == (kind, end, year)


def test_a_day_that_could_be_another_is_refused() -> None:
    assert understand_periods(["03/04/25"]) == ["it could be another day"]
    both = understand_periods(["3/4/2025", "4/25/2025"])  # months stand first somewhere, so perhaps here too
    assert both[0] == "it could be another day"
    assert understand_periods(["2024/26", "30/02/2025", ""]) == ["it is no period"] * 3


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("re_referral_pct", "re_referral_pct"),
        ("RE_REFERRAL_PCT", "re_referral_pct"),
        ("Re-referrals within 12 months", "re_referral_pct"),
        ("% re-referrals within 12 months", "re_referral_pct"),
        ("referrals", "referrals"),
        ("Referrals", "referral_rate_per_10k"),
        ("S47 enquiries per 10,000", "section_47_rate_per_10k"),
        ("Rate of LAC per 10,000", "looked_after_rate_per_10k"),
        ("Number of children in care", "children_looked_after"),
        ("ICPCs held within 15 working days", "icpc_within_15_working_days_pct"),
        ("% of single assessments within 45 working days", "assessments_within_45_working_days_pct"),
        ("assessments_overdue", "assessments_overdue"),
        ("assessments_overdue_pct", "assessments_overdue_pct"),
    ],
)
def test_a_measure_is_known_by_code_by_title_and_by_what_councils_call_it(title: str, code: str) -> None:
    assert measure_called(title) == code


def test_every_measure_is_known_by_its_own_code_and_title() -> None:
    assert {code: measure_called(code) for code in MEASURES} == {code: code for code in MEASURES}
    assert [one.code for one in MEASURES.values() if measure_called(one.title) != one.code] == []


def test_headings_are_found_in_any_case_with_a_title_above_and_other_columns_beside(tmp_path: Path) -> None:
    text = (
        "Scorecard 2024/25\n\n INDICATOR ,RAG,Reporting  Period,Outturn,Comments,Num,Out of\n"
        '% Re-referrals within 12 months,Amber,2024/25,23.4%,"up, again","1,234","5,274"\n'
    )
    (row,) = read_old_scorecard(scorecard_file(tmp_path, text)).to_dicts()

    assert (row["row"], row["measure"], row["title"]) == (4, "re_referral_pct", "% Re-referrals within 12 months")
    assert (row["value"], row["decimals"], row["written"], row["note"]) == (23.4, 1, "23.4%", "up, again")
    assert (row["numerator"], row["denominator"], row["breakdown"]) == (1234.0, 5274.0, "all")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_of_excel_are_understood(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "old.csv"
    rows = [["Measure", "Period", "Value", "Note"], ["Turnover rate", "2024", "15.0%", "café \N{EN DASH} was £3"]]
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    (row,) = read_old_scorecard(path).to_dicts()

    assert (row["measure"], row["year"], row["value"]) == ("turnover_rate_pct", 2024, 15.0)
    assert row["note"] == "café \N{EN DASH} was £3"


def test_a_file_of_several_authorities_names_each(tmp_path: Path) -> None:
    old = read(
        tmp_path,
        "Tameside,Agency rate,2024,10%,DfE",
        "353,Agency rate,2024,11%,Mosaic",
        "E92000001,Agency rate,2024,16.2%,published",
        headings="Authority,Measure,Period,Value,Source",
    )
    assert old["la_code"].to_list() == ["357", "353", "E92000001"]
    assert old["source"].to_list() == ["published", None, "published"]


def test_a_code_says_what_a_title_of_the_council_s_own_means_or_that_there_is_no_such_measure(tmp_path: Path) -> None:
    old = read(
        tmp_path,
        "Front door speed,contacts_decided_in_one_working_day_pct,2025-03,80%",
        "NEET,none,2025-03,4%",
        headings="Indicator,Code,Month,Actual",
    )
    assert old["measure"].to_list() == ["contacts_decided_in_one_working_day_pct", None]
    assert old["title"].to_list() == ["Front door speed", "NEET"]


def test_the_measures_csv_of_an_earlier_run_is_an_older_scorecard(tmp_path: Path) -> None:
    old = read(
        tmp_path,
        "357,agency_rate_pct,all,published,snapshot,2024-09-30,ok,12.345678901234567,37.0,300.0",
        "357,agency_rate_pct,all,published,snapshot,2023-09-30,suppressed,,,",
        headings="la_code,measure,breakdown,source,period_type,period_end,status,value,numerator,denominator",
    )
    assert old["value"].to_list() == [12.345678901234567, None]
    assert old["status"].to_list() == ["ok", "suppressed"]
    assert old["period_type"].to_list() == ["snapshot", "snapshot"]


def faults_of(folder: Path, *lines: str, headings: str = "Measure,Period,Value") -> str:
    with pytest.raises(OldScorecardFault) as met:
        read(folder, *lines, headings=headings)
    return str(met.value)


def test_every_fault_is_named_with_row_and_column_and_what_to_do(tmp_path: Path) -> None:
    told = faults_of(
        tmp_path,
        "Agency rat,2024,10%",
        "Agency rate,lately,10%",
        "Vacancy rate,2024,10;5",
        "Rate of referrals,2024,31%",
        "Section 1: front door",
        "Turnover rate,2024,15%",
        "Turnover rate,2024,15%",
    )
    lines = told.splitlines()[1:-1]

    assert [line.partition(": ")[0].strip() for line in lines] == [
        "row 2, column Measure",
        "row 3, column Period",
        "row 4, column Value",
        "row 5, column Value",
        "row 6",
        "row 6, column Period",
        "row 6, column Measure",
        "row 8",
    ]
    assert "'Agency rat' is no measure of ours. Did you mean" in lines[0]
    assert 'put the code in a column "code", or "none" there' in lines[0]
    assert "Write a day as 31/03/2025" in lines[1]
    assert "'10;5' is no number. Write it as 31.3" in lines[2]
    assert "a percentage, and Referrals counts per 10,000 children" in lines[3]
    assert "1 cell under 3 headings. Take the line out if it is no figure" in lines[4]
    assert "the same figure as row 7" in lines[7]


def test_a_fault_that_many_rows_have_is_told_once(tmp_path: Path) -> None:
    told = faults_of(tmp_path, *(f"{code},lately,1" for code in list(MEASURES)[:7]))
    assert told.count("'lately'") == 1
    assert "rows 2, 3, 4, 5, 6 and 2 more, column Period" in told


def test_empty_cells_that_excel_leaves_out_at_the_end_of_a_line_are_no_fault(tmp_path: Path) -> None:
    old = read(tmp_path, "Agency rate,2024,10%", headings="Measure,Period,Value,Numerator,Note")
    assert (old["value"].to_list(), old["numerator"].to_list(), old["note"].to_list()) == ([10.0], [None], [None])
    assert "4 cells under 3 headings" in faults_of(tmp_path, "Agency rate,2024,1,234")


def test_an_unknown_authority_and_kind_of_period_are_faults(tmp_path: Path) -> None:
    told = faults_of(tmp_path, "Tamesid,Agency rate,2024,10%,now and then", headings="LA,Measure,Year,Value,Frequency")
    assert "row 2, column LA: No authority is called 'Tamesid'. Did you mean Tameside?" in told
    assert "row 2, column Frequency: 'now and then' is no kind of period" in told


def test_a_table_that_is_no_scorecard_is_refused_by_what_it_lacks(tmp_path: Path) -> None:
    assert "no column value among Measure, Period, Valu. Did you mean Valu?" in faults_of(
        tmp_path, "x,2024,1", headings="Measure,Period,Valu"
    )
    assert "not one figure" in faults_of(tmp_path)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(OldScorecardFault, match="not one figure"):
        read_old_scorecard(empty)
    with pytest.raises(OldScorecardFault, match="cannot be opened"):
        read_old_scorecard(tmp_path / "absent.csv")
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04\x00\x00\x90")
    with pytest.raises(OldScorecardFault, match="not a CSV file"):
        read_old_scorecard(tmp_path / "book.csv")
    with pytest.raises(UnreadableExtract, match="never closed"):
        read(tmp_path, 'Agency rate,2024,"10%')
