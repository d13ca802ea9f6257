"""The older scorecard on the page: counts in words, what differs first, then what is not found, the same folded."""

from pathlib import Path
from typing import Final

import polars as pl
from made_up_scorecard import TAMESIDE, ours, read

from csc_metrics.comparison.against_old import NOTHING_KNOWN, reconcile
from csc_metrics.contracts.about_reconciliation import Reconciliation
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.report.page.model import Block, Cell, Count, DisplayTable
from csc_metrics.report.page.reconciliation_block import reconciliation_block
from csc_metrics.settings.model import Settings

MINUS: Final = "\N{MINUS SIGN}"
RE_REFERRALS: Final = "re_referral_pct"
HEADINGS: Final = "Measure,Code,Period,Value,Numerator,Denominator"


def block_of(folder: Path, *lines: str, values: tuple[pl.DataFrame, ...]) -> Block:
    old = read(folder, *lines, headings=HEADINGS)
    all_values = pl.concat([MeasureValues.create_empty(), *values])
    return reconciliation_block(reconcile(old, all_values, la_code=TAMESIDE, settings=Settings()))


def text_of(cell: Cell) -> str:
    return cell.text if isinstance(cell, Count) else str(cell)


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
        "Of 6 figures in the older scorecard, 1 is as here, at the decimals with which it was printed, 2 differ from "
        "the figure here, 2 are not found here and 1 has no figure there.",
        "Of the 2 that differ, 1 is explained by figures and 1 is not explained. A difference does not say which "
        "figure is right.",
    )
    one = block_of(tmp_path, OLD[1], values=OURS)
    assert one.words == (
        "Of 1 figure in the older scorecard, 1 is as here, at the decimals with which it was printed.",
    )


def test_differing_figures_stand_first_the_unexplained_ones_before_the_others(tmp_path: Path) -> None:
    block = block_of(tmp_path, *OLD, values=OURS)
    assert [table.caption for table in block.tables] == [
        "Older figures that differ from those here",
        "Tops and bottoms of figures that differ",
        "Older figures that are not found here",
    ]
    assert told(block.tables[0]) == {
        "Measure": "Children referred",
        "Period": "March 2025",
        "Older": "260",
        "Here": "250",
        "Difference": f"{MINUS}10",
        "Of the older": f"{MINUS}3.8%",  # 10 of 260 is 3.846%
        "Source here": "own records",
        "Explanation": NOTHING_KNOWN,
    }
    explained = told(block.tables[0], 1)
    assert explained["Measure"] == "Re-referrals within 12 months (there: Repeat referrals)"
    assert (explained["Period"], explained["Older"], explained["Here"]) == ("year to 31 March 2025", "20%", "25.0%")
    assert (explained["Difference"], explained["Of the older"]) == ("+5.0 points", "+25.2%")  # 5.04 of 20
    assert explained["Explanation"].startswith('The older figure is what "Children referred again within 12 months"')
    assert explained["Explanation"].endswith("That figure here: 20.3%.")


def test_tops_and_bottoms_stand_beside_each_other_where_the_older_scorecard_has_them(tmp_path: Path) -> None:
    parts = block_of(tmp_path, *OLD, values=OURS).tables[1]
    assert len(parts.rows) == 1
    assert list(told(parts).values())[2:] == ["100", "130.2", "500", "520"]


def test_what_is_not_found_says_why_and_which_period_is_near(tmp_path: Path) -> None:
    missing = block_of(tmp_path, *OLD, values=OURS).tables[2]
    assert list(told(missing).values()) == ["NEET", "2024/25", "4%", "this suite has no such measure", "n/a"]
    assert list(told(missing, 1).values()) == [
        "Re-referrals within 12 months",
        "2022/23",
        "18.1%",
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
        *("March 2025", "1,204", "1,204", "own records"),
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
    assert (row["Older"], row["Here"], row["Difference"]) == ("25.04%", "25.1%", "+0.01 points")


def test_a_share_of_one_is_shown_as_it_is_written_and_a_great_difference_in_words(tmp_path: Path) -> None:
    line = f"Re-referrals,{RE_REFERRALS},2024/25,0.213,,"
    row = told(block_of(tmp_path, line, values=(ours(RE_REFERRALS, 25.05),)).tables[0])
    assert (row["Older"], row["Of the older"]) == ("0.213", "over 1,000%")


def test_a_scorecard_without_a_row_says_so() -> None:
    block = reconciliation_block(Reconciliation.create_empty())
    assert block.words == ("The older scorecard has no figure of this authority.",)
    assert block.tables == ()
