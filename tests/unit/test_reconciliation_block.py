"""The older scorecard on the page: counts in words, what differs first, then what is not found, the same folded."""

from pathlib import Path
from typing import Final

import polars as pl
from made_up_scorecard import TAMESIDE, ours, read

from csc_metrics.comparison.against_old import NOTHING_KNOWN, reconcile
from csc_metrics.contracts.about_reconciliation import Reconciliation
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.narrative.sentence import Figure
from csc_metrics.report.page.model import Block, Cell, Count, DisplayTable, Told
from csc_metrics.report.page.reconciliation_block import reconciliation_block
from csc_metrics.report.page.render import render_blocks
from csc_metrics.settings.model import Settings

MINUS: Final = "\N{MINUS SIGN}"
RE_REFERRALS: Final = "re_referral_pct"
HEADINGS: Final = "Measure,Code,Period,Value,Numerator,Denominator"


def block_of(folder: Path, *lines: str, values: tuple[pl.DataFrame, ...]) -> Block:
    old = read(folder, *lines, headings=HEADINGS)
    all_values = pl.concat([MeasureValues.create_empty(), *values])
    return reconciliation_block(reconcile(old, all_values, la_code=TAMESIDE, settings=Settings()))


def text_of(cell: Cell) -> str:
    if isinstance(cell, Told):
        return "".join(part if isinstance(part, str) else part.text for part in cell.parts)
    return cell.text if isinstance(cell, Count | Figure) else str(cell)


def figures_in(table: DisplayTable, row: int = 0) -> list[tuple[str, str, str]]:
    """Return of each figure of a row what is printed, and in which table and column it stands."""
    cells = [part for cell in table.rows[row][1] for part in (cell.parts if isinstance(cell, Told) else (cell,))]
    return [(one.text, one.table, one.column) for one in cells if isinstance(one, Figure)]


def told(table: DisplayTable, row: int = 0) -> dict[str, str]:
    name, cells = table.rows[row]
    return dict(zip(table.headings, [name, *map(text_of, cells)], strict=True))


OLD: Final = (
    f"Repeat referrals,{RE_REFERRALS},2024/25,20%,100,500",
    'Section 47 enquiries,section_47_enquiries,March 2025,"1,204",,',
    "NEET,none,2024/25,4%,,",
    f"Re-referrals within 12 months,{RE_REFERRALS},2022/23,18.1%,,",
    "Assessments completed,assessments_completed,31/03/2025,c,,",
    "Children referred,referred_children,March 2025,260,,",
)
OURS: Final = (
    ours(RE_REFERRALS, 25.04, numerator=130.2, denominator=520.0),
    ours("re_referred_children_pct", 20.3),
    ours("section_47_enquiries", 1204.0, kind="month"),
    ours("referred_children", 250.0, kind="month"),
    ours("referrals", 301.0, kind="month"),
    ours("assessments_completed", 9.0, kind="month"),
)


def test_words_count_what_is_the_same_differs_is_not_found_and_has_no_older_figure(tmp_path: Path) -> None:
    block = block_of(tmp_path, *OLD, values=OURS)
    assert block.words == (
        "Of 6 figures in the older scorecard, 1 is as here, rounded as it was printed, 2 differ from the figure "
        "here, 2 are not found here and 1 has no figure there.",
        "Of the 2 that differ, 1 is explained by figures and 1 is not explained. A difference does not say which "
        "figure is right.",
    )
    one = block_of(tmp_path, OLD[1], values=OURS)
    assert one.words == ("Of 1 figure in the older scorecard, 1 is as here, rounded as it was printed.",)


def test_differing_figures_stand_first_the_unexplained_ones_before_the_others(tmp_path: Path) -> None:
    block = block_of(tmp_path, *OLD, values=OURS)
    assert [table.caption for table in block.tables] == [
        "Older figures that differ from those here",
        "Numerators and denominators of figures that differ",
        "Older figures that are not found here",
    ]
    assert told(block.tables[0]) == {
        "Measure": "Children referred",
        "Period": "March 2025",
        "Older": "260",
        "Here": "250",
        "Difference": f"{MINUS}10",
        "Explanation": NOTHING_KNOWN,
    }
    explained = told(block.tables[0], 1)
    assert explained["Measure"] == "Re-referrals within 12 months (there: Repeat referrals)"
    assert (explained["Period"], explained["Older"], explained["Here"]) == ("year to 31 March 2025", "20%", "25.0%")
    assert explained["Difference"] == "+5.0 points"
    assert explained["Explanation"].startswith('The older figure is what "Children referred again within 12 months"')
    assert explained["Explanation"].endswith("That figure here: 20.3%.")


def test_tops_and_bottoms_stand_beside_each_other_where_the_older_scorecard_has_them(tmp_path: Path) -> None:
    parts = block_of(tmp_path, *OLD, values=OURS).tables[1]
    assert len(parts.rows) == 1
    assert list(told(parts).values())[1:5] == ["100", "130.2", "500", "520"]


def test_what_is_not_found_says_why_and_which_period_is_near(tmp_path: Path) -> None:
    missing = block_of(tmp_path, *OLD, values=OURS).tables[2]
    assert list(told(missing).values()) == ["NEET", "4%", "2024/25", "this suite has no such measure", "n/a"]
    assert list(told(missing, 1).values()) == [
        "Re-referrals within 12 months",
        "18.1%",
        "2022/23",
        "no figure of that period is held",
        "31 March 2025",
    ]
    hidden = block_of(tmp_path, OLD[0], values=(ours(RE_REFERRALS, None, status="suppressed"),)).tables[0]
    assert told(hidden)["Why it is not found"] == "the figure here is hidden"


def test_the_same_figures_and_those_without_an_older_one_are_folded(tmp_path: Path) -> None:
    same, without = block_of(tmp_path, *OLD, values=OURS).folded
    assert same[0] == "Figures that are the same"
    assert list(told(same[1][0]).values()) == [
        "Number of child protection enquiries (section 47) (there: Section 47 enquiries)",
        *("1,204", "1,204", "March 2025"),
    ]
    assert without[0] == "Without an older figure"
    assert told(without[1][0])["Older"] == "c"


def test_figures_that_differ_never_print_alike(tmp_path: Path) -> None:
    line = f"Re-referrals,{RE_REFERRALS},2024/25,25.0412345678901,,"
    row = told(block_of(tmp_path, line, values=(ours(RE_REFERRALS, 25.0398),)).tables[0])
    assert (row["Older"], row["Here"]) == ("25.041%", "25.040%")  # at two decimals both are 25.04
    assert row["Difference"] == f"{MINUS}0.001 points"


def test_a_difference_never_prints_as_nothing(tmp_path: Path) -> None:
    row = told(
        block_of(tmp_path, f"Re-referrals,{RE_REFERRALS},2024/25,25.0,,", values=(ours(RE_REFERRALS, 25.05),)).tables[0]
    )
    assert (row["Here"], row["Difference"]) == ("25.1%", "+0.1 points")
    near = f"Re-referrals,{RE_REFERRALS},2024/25,25.04,,"
    row = told(block_of(tmp_path, near, values=(ours(RE_REFERRALS, 25.05),)).tables[0])
    assert (row["Older"], row["Here"], row["Difference"]) == ("25.04%", "25.05%", "+0.01 points")


def test_a_figure_here_prints_with_the_decimals_that_a_person_wrote(tmp_path: Path) -> None:
    line = "LAC,looked_after_rate_per_10k,31/03/2025,91.3,,"
    row = told(block_of(tmp_path, line, values=(ours("looked_after_rate_per_10k", 90.476, kind="snapshot"),)).tables[0])
    assert (row["Older"], row["Here"], row["Difference"]) == ("91.3", "90.5", f"{MINUS}0.8")


def test_figures_of_dfe_are_marked_and_that_is_said(tmp_path: Path) -> None:
    line = f"Re-referrals,{RE_REFERRALS},2024/25,20%,,"
    block = block_of(tmp_path, line, values=(ours(RE_REFERRALS, 25.0, source="published"),))
    assert told(block.tables[0])["Period"] == "year to 31 March 2025 (DfE)"
    assert block.words[-1].endswith("but for those that are marked as DfE's.")


def test_a_share_of_one_is_shown_as_it_is_written(tmp_path: Path) -> None:
    line = f"Re-referrals,{RE_REFERRALS},2024/25,0.213,,"
    row = told(block_of(tmp_path, line, values=(ours(RE_REFERRALS, 25.05),)).tables[0])
    assert (row["Older"], row["Here"]) == ("0.213", "25.1%")


def test_figures_here_are_tied_to_measures_and_older_ones_and_differences_to_the_table_of_the_older_scorecard(
    tmp_path: Path,
) -> None:
    differing, parts, missing = block_of(tmp_path, *OLD, values=OURS).tables
    assert figures_in(differing, 1) == [
        ("20%", "reconciliation", "old_value"),
        ("25.0%", "measures", "value"),
        ("+5.0 points", "reconciliation", "difference"),
        ("20.3%", "measures", "value"),
    ]
    explained = differing.rows[1][1][-1]
    assert isinstance(explained, Told)
    (other,) = [one for one in explained.parts if isinstance(one, Figure)]
    assert (other.measure, other.period_type, other.source) == ("re_referred_children_pct", "year", "local")
    assert figures_in(parts) == [
        ("100", "reconciliation", "old_numerator"),
        ("130.2", "measures", "numerator"),
        ("500", "reconciliation", "old_denominator"),
        ("520", "measures", "denominator"),
    ]
    assert figures_in(missing, 1) == []  # nothing of ours stands beside it


def test_a_count_that_gives_the_older_figure_prints_as_a_count_and_what_is_worked_out_is_no_figure_of_ours(
    tmp_path: Path,
) -> None:
    share = ours(RE_REFERRALS, 25.0, numerator=130.0, denominator=520.0)
    table = block_of(tmp_path, f"Re-referrals,{RE_REFERRALS},2024/25,130,,", values=(share,)).tables[0]
    assert told(table)["Explanation"].endswith("That figure here: 130.")
    assert ("130", "measures", "numerator") in figures_in(table)
    printed = ours("average_caseload", 16.4, source="published", numerator=330.0, denominator=20.0)
    line = "Caseload,average_caseload,2024/25,16.5,,"
    table = block_of(tmp_path, line, values=(printed,)).tables[0]
    assert told(table)["Explanation"].endswith("Worked out so, the figure here is 16.5.")
    assert [text for text, name, _ in figures_in(table) if name == "measures"] == ["16.4"]


def test_a_long_table_is_cut_on_the_page_and_that_is_said(tmp_path: Path) -> None:
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    old = read(tmp_path, *(f"x,{RE_REFERRALS},{month},20%" for month in months), headings="Measure,Code,Period,Value")
    rows = reconcile(old, MeasureValues.create_empty(), la_code=TAMESIDE, settings=Settings())
    block = reconciliation_block(rows, most=10)
    assert [len(table.rows) for table in block.tables] == [10]
    assert block.words[-1] == (
        "Of each table the first 10 rows are shown; reconciliation.csv beside this page has every row."
    )
    whole = reconciliation_block(rows, most=12)
    assert ([len(table.rows) for table in whole.tables], len(whole.words)) == ([12], 1)


def test_an_explanation_is_words_on_a_page_and_its_figure_is_marked(tmp_path: Path) -> None:
    page = render_blocks([block_of(tmp_path, *OLD, values=OURS)])
    assert '<td class="words">The older figure is what' in page
    assert 'That figure here: <data class="figure" value="20.3" data-measure="re_referred_children_pct"' in page


def test_a_scorecard_without_a_row_says_so() -> None:
    block = reconciliation_block(Reconciliation.create_empty())
    assert block.words == ("The older scorecard has no figure of this authority.",)
    assert block.tables == ()
