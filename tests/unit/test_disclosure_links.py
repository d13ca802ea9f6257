"""What a reader can work out of one figure from others: by what measures say, and by what the figures keep to."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from figures_to_publish import Row, figure, shown, values_of

from csc_metrics.disclosure import declared_links
from csc_metrics.disclosure.disclose import disclose
from csc_metrics.disclosure.found_sums import sums_that_hold
from csc_metrics.disclosure.hiding import hidden_counts
from csc_metrics.disclosure.linked_counts import linked_counts
from csc_metrics.disclosure.ranges import told_by_single_sums, told_too_closely
from csc_metrics.measures.registry import LOCAL_MEASURES

ENDS = [date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31)]
EARLIER = [date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31)]


def tops(*figures: Row) -> dict[tuple[object, object], object]:
    """Return numerators as they are published, by measure and period end."""
    rows = disclose(values_of(*figures)).values.iter_rows(named=True)
    return {(row["measure"], row["period_end"]): row["numerator"] for row in rows}


def test_a_count_is_hidden_as_the_rate_it_stands_in_and_by_what_hides_it_elsewhere() -> None:
    """28 children again of 30 referrals: the 2 are hidden, so the 30 or the 28 is; 30 is the rate's top as well."""
    found = shown(
        figure("re_referral_pct", 28.0, 30.0),
        figure("referrals", 30.0),
        figure("referral_rate_per_10k", 30.0, 8_000.0, value=37.5),
    )

    bottom = found["re_referral_pct all"]["denominator"]
    tops_told = {found[f"{name} all"]["numerator"] for name in ("referrals", "referral_rate_per_10k")}
    assert tops_told == {bottom}
    assert found["re_referral_pct all"]["numerator"] is None or bottom is None


def test_a_count_has_one_name_in_two_measures_though_one_of_them_has_fewer_periods() -> None:
    """138 = 9 + 60 + 3 + 66: the 9 is hidden beside the 3, and below the line of a share, too."""
    told = figure_rows("referrals", (9, 60, 3, 66), ENDS, "quarter")
    decided = [
        figure("referrals_decided_in_one_working_day_pct", top, bottom, end=end, period_type="quarter")
        for end, top, bottom in ((ENDS[0], 0.0, 9.0), (ENDS[1], 40.0, 60.0), (ENDS[3], 40.0, 66.0))
    ]
    found = disclose(values_of(*told, figure("referrals", 138.0), *decided)).values.filter(period_end=ENDS[0])

    assert found.select("measure", "numerator", "denominator").rows() == [
        ("referrals", None, None),
        ("referrals_decided_in_one_working_day_pct", None, None),
    ]


@pytest.mark.parametrize("gap", [None, 1, 2, 3])
def test_two_counts_that_are_equal_wherever_both_are_told_are_one(gap: int | None) -> None:
    """62 = 9 + 20 + 3 + 30. Nobody has declared that the other measure has the same, and a quarter is wanting."""
    many = (9, 20, 3, 30)
    first = figure_rows("missing_episodes", many, ENDS, "quarter")
    other = figure_rows("police_protections", many, ENDS, "quarter")
    kept = [row for number, row in enumerate(other) if number != gap]
    rows = disclose(values_of(*first, *kept, figure("missing_episodes", 62.0))).values.filter(period_type="quarter")
    found = {(measure, end): top for measure, end, top in rows.select("measure", "period_end", "numerator").rows()}

    assert found["missing_episodes", ENDS[0]] is None
    for number, end in enumerate(ENDS):
        if number != gap:
            assert found["missing_episodes", end] == found["police_protections", end]


def test_stocks_and_flows_are_protected_with_the_first_quarter() -> None:
    """31 looked after before, 8 began, 36 are: 3 ended."""
    found = tops(
        *figure_rows("children_looked_after", (31, 36), ENDS[-2:], "snapshot"),
        *figure_rows("children_looked_after_started", (8,), ENDS[-1:], "quarter"),
        *figure_rows("children_looked_after_ended", (3,), ENDS[-1:], "quarter"),
    )
    of_sum = [
        found["children_looked_after", ENDS[-2]],
        found["children_looked_after", ENDS[-1]],
        found["children_looked_after_started", ENDS[-1]],
    ]

    assert found["children_looked_after_ended", ENDS[-1]] is None
    assert None in of_sum


def test_stocks_and_flows_are_protected_over_a_year() -> None:
    """40 plans a year before, 60 began, 97 are: 3 ended."""
    found = tops(
        *figure_rows("cin_plans", (40, 97), [EARLIER[-1], ENDS[-1]], "snapshot"),
        *figure_rows("cin_plans_started", (60,), ENDS[-1:], "year"),
        *figure_rows("cin_plans_ended", (3,), ENDS[-1:], "year"),
    )

    hidden = {name for name, top in found.items() if top is None}
    assert ("cin_plans_ended", ENDS[-1]) in hidden
    assert len(hidden) > 1


def figure_rows(code: str, amounts: tuple[int, ...], ends: list[date], period_type: str) -> list[Row]:
    return [figure(code, float(n), end=end, period_type=period_type) for n, end in zip(amounts, ends, strict=True)]


def test_the_quarters_of_a_year_do_not_tell_a_small_one() -> None:
    """41 = 12 + 14 + 3 + 12."""
    rows = figure_rows("police_protections", (12, 14, 3, 12), ENDS, "quarter")
    found = tops(*rows, figure("police_protections", 41.0, end=date(2026, 3, 31)))
    quarters = disclose(values_of(*rows, figure("police_protections", 41.0))).values.filter(period_type="quarter")

    assert found["police_protections", ENDS[2]] is None
    assert quarters["numerator"].null_count() == 2


def test_more_overdue_than_are_open_tells_nothing_but_fewer_may() -> None:
    """7 open, of which 2 are overdue and 4 due soon: that 7 is no less than both together narrows what they can be."""
    linked = linked_counts([7, 2, 4], [((0,), (1, 2), False)])
    part = linked.part(np.array([1, 2]))

    assert told_by_single_sums(part).tolist() == [False, False], "1 to 6 each"
    tight = linked_counts([3, 2, 1], [((0,), (1, 2), False)]).part(np.array([1, 2]))
    assert told_by_single_sums(tight).tolist() == [True, True], "1 or 2 each"


@pytest.mark.parametrize("triples", [1, 5, 7])
def test_what_several_sums_tell_together_is_found_whether_it_is_asked_for_one_by_one_or_not(triples: int) -> None:
    """Of 10, 10 and 10 each two make up 20, which is shown: no sum tells one, all three together do."""
    sums = [
        ((6 * at + one, 6 * at + other), (6 * at + 3 + number,), True)
        for at in range(triples)
        for number, (one, other) in enumerate([(0, 1), (1, 2), (0, 2)])
    ]
    linked = linked_counts([10, 10, 10, 20, 20, 20] * triples, sums)
    is_hidden = np.array([True, True, True, False, False, False] * triples)

    assert not told_by_single_sums(linked.part(np.flatnonzero(is_hidden))).any()
    assert told_too_closely(linked, is_hidden).tolist() == np.flatnonzero(is_hidden).tolist()


def test_two_parts_that_are_one_count_are_told_by_what_they_make_up() -> None:
    """Six and six of twelve meetings: twice a count is 12, so the count is 6; it is hidden with the whole."""
    twice = linked_counts([12, 6], [((1, 1), (0,), True)])

    assert told_by_single_sums(twice.part(np.array([1]))).tolist() == [True]
    small = linked_counts([8, 4], [((1, 1), (0,), True)])
    assert hidden_counts(small, threshold=5).is_hidden.tolist() == [True, True]


def test_a_count_on_both_sides_of_a_sum_leaves_the_others_equal() -> None:
    """9 and 4 are as many as 9 and 4: whoever knows one 4 knows the other."""
    linked = linked_counts([9, 4, 4], [((0, 1), (0, 2), True)])

    assert linked.sums.toarray().tolist() == [[0.0, 1.0, -1.0]]


TOLD = {
    "contacts": [20, 30, 25, 40, 31, 22, 27, 33],
    "missing_episodes": [12, 17, 20, 33, 9, 12, 11, 14],
    "police_protections": [8, 13, 5, 7, 22, 10, 16, 19],
}


@pytest.mark.parametrize(
    ("lacking", "many"),
    [
        ({}, 8),
        ({"police_protections": [7]}, 7),
        ({"contacts": [7]}, 7),
        ({"police_protections": [3]}, 7),
        ({"police_protections": [0], "contacts": [7], "missing_episodes": [4]}, 5),
        ({"police_protections": [0, 1, 2], "contacts": [5, 6]}, 0),
    ],
)
def test_a_sum_of_two_measures_is_found_whatever_quarters_are_wanting(lacking: dict[str, list[int]], many: int) -> None:
    """In every quarter 20 = 12 + 8, 30 = 17 + 13 and so on; four quarters that all have are enough, three are not."""
    ends = [*EARLIER, *ENDS]
    rows = [
        {"measure": name, "role": "top", "breakdown": "all", "period_type": "quarter", "period_end": end}
        | {"amount": float(amounts[place]), "at": place}
        for name, amounts in TOLD.items()
        for place, end in enumerate(ends)
    ]
    numbered = pl.DataFrame(rows).with_row_index("count")
    kept = [name not in lacking or at not in lacking[name] for name, at in numbered.select("measure", "at").rows()]
    found = list(sums_that_hold(numbered.filter(pl.Series(kept)).drop("at")))
    names = [*TOLD]

    assert len(found) == many
    for parts, whole, is_exact in found:
        assert is_exact
        assert {names[part // 8] for part in parts} == {"missing_episodes", "police_protections"}
        assert whole[0] // 8 == 0
        assert {part % 8 for part in parts} == {whole[0] % 8}


@pytest.mark.parametrize(("many_told", "found"), [(3, 0), (4, 8)])
def test_a_sum_counts_only_the_periods_in_which_it_says_something(many_told: int, found: int) -> None:
    """0 and 3 are 3 whatever they are: of eight quarters those count in which neither part is 0."""
    part = [4 if place < many_told else 0 for place in range(8)]
    other = [3, 5, 8, 6, 2, 9, 7, 4]
    told = {"contacts": [a + b for a, b in zip(part, other, strict=True)], "missing_episodes": part}
    rows = [
        {"measure": name, "role": "top", "breakdown": "all", "period_type": "quarter", "period_end": end}
        | {"amount": float(amount)}
        for name, amounts in (told | {"police_protections": other}).items()
        for end, amount in zip([*EARLIER, *ENDS], amounts, strict=True)
    ]

    assert len(list(sums_that_hold(pl.DataFrame(rows).with_row_index("count")))) == found


def test_every_link_that_is_declared_is_of_measures_that_there_are() -> None:
    told = [one for group in declared_links.SAME for one in group]
    within = (*declared_links.WITHIN, *declared_links.NO_MORE_THAN)
    told += [one for smaller, larger in within for one in (*smaller, larger)]
    flows = (*declared_links.STOCKS_AND_FLOWS, *declared_links.STILL_WAITING)
    told += [one for pair in (*declared_links.HELD_BY, *flows) for one in pair]
    told += [one for stock, came, gone in declared_links.LEFT_OF_FLOWS for one in (stock, *came, *gone)]

    assert {code for code, _ in told} <= {*LOCAL_MEASURES}
    assert {role for _, role in told} == {"top", "bottom", "rest"}
    assert len(declared_links.STOCKS_AND_FLOWS) == 9
    assert ("worker_changes_per_child", "bottom") in {many for many, _ in declared_links.HELD_BY}
