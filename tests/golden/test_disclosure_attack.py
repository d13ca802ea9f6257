"""The made-up region's public figures, attacked: nothing hidden can be told from two successive editions together."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from attack import Attack, known_to_be_small
from golden.restated_by_few import restated_by_few
from golden.sql.region import as_clean, with_first_of_referral

from csc_metrics.contracts.made_up_region import made_up_population
from csc_metrics.disclosure.disclose import Disclosed, disclose
from csc_metrics.disclosure.public_measures import PUBLIC_MEASURES, of_public_measures
from csc_metrics.disclosure.publishable import OfWhom, of_whom
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON, story_of
from csc_metrics.settings.model import RecordsSettings, Settings

SETTINGS = Settings(records=RecordsSettings(covers_from=FIRST_ON))
EARLIER = date(2025, 9, 30)
COUNTED_ONCE = ("distinct", "distinct_share")
WITH_REST = ("share", "distinct_share", "ratio_pct")
SMALL = {"001": 200, "008": 500}
"""Fewest hidden counts of 1 to 5 that each authority has; every one is attacked."""
LEFT = {"001": 30, "008": 30}
"""Fewest counts of 1 to 5 that two figures would tell together."""
Name = tuple[str, str, str, str, date]


def editions(la_code: str) -> tuple[pl.DataFrame, Disclosed, Disclosed]:
    """Return all true figures of the later edition, and what both editions show."""
    first = disclose(figures(la_code, EARLIER), settings=SETTINGS)
    true = figures(la_code, DRAWN_ON)
    return true, first, disclose(true, settings=SETTINGS, published_before=first.counts)


def public_editions(la_code: str) -> tuple[pl.DataFrame, Disclosed, Disclosed]:
    """Return the same of what is published at all, counted from records with an odd one here and there."""
    first = disclose(of_public_measures(figures(la_code, EARLIER, is_odd=True)), settings=SETTINGS)
    true = of_public_measures(figures(la_code, DRAWN_ON, is_odd=True))
    return true, first, disclose(true, settings=SETTINGS, published_before=first.counts)


def with_odd_records(told: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return tables in which one early assessment has no day of referral, and two workers lack what posts tell."""
    assessments, workers = told["assessments"].with_row_index("row"), told["workers"].with_row_index("row")
    early = assessments.filter(pl.col("referred_on").is_not_null()).sort("started_on")["row"][5]
    is_early, is_odd = pl.col("row") == early, pl.col("row") < 2
    odd = assessments.with_columns(pl.when(~is_early).then("referred_on").alias("referred_on"))
    lacking = workers.with_columns(
        pl.when(~is_odd).then("fte").alias("fte"),
        pl.when(pl.col("row") > 0).then("employment").alias("employment"),
    )
    return told | {"assessments": odd.drop("row"), "workers": lacking.drop("row")}


def figures(la_code: str, day: date, *, is_odd: bool = False) -> pl.DataFrame:
    told = MadeUpAuthority(story_of(la_code, size=0.5)).tables(on=number_of(day))
    told = with_odd_records(told) if is_odd else told
    told["assessments"] = with_first_of_referral(told["assessments"])
    tables = {name: as_clean(rows, name, la_code) for name, rows in told.items()}
    records = AuthorityRecords(la_code, tables, settings=SETTINGS, until=day, population=made_up_population(la_code))
    return values_from_records(records, list(LOCAL_MEASURES.values()))


def how(measure: str) -> str:
    about = LOCAL_MEASURES[measure].from_records
    assert about is not None
    return about.how.value


def counts_of(row: dict[str, object]) -> Iterator[tuple[str, float | None]]:
    """Return top, bottom and rest of a figure as they stand in a table; None for what is not told."""
    top, bottom = row["numerator"], row["denominator"]
    yield "top", float(top) if isinstance(top, float) else None
    if how(str(row["measure"])) not in ("count", "distinct", "rate"):
        yield "bottom", float(bottom) if isinstance(bottom, float) else None
    if (
        how(str(row["measure"])) in WITH_REST and row["measure"] != "turnover_rate_pct"
    ):  # leavers are not there any more
        yield "rest", bottom - top if isinstance(top, float) and isinstance(bottom, float) else None


def attack_on(true: pl.DataFrame, *shown: pl.DataFrame) -> tuple[Attack, dict[Name, float]]:
    """Return an attacker who has read the editions and knows how figures are made, and the true counts."""
    attack, truth = Attack(), dict[Name, float]()
    keys = ["measure", "breakdown", "period_type", "period_end"]
    for row in true.join(shown[-1], on=keys, how="semi").iter_rows(named=True):
        if row["status"] in ("ok", "zero_denominator"):
            key = tuple(row[name] for name in keys)
            truth |= {(role, *key): amount for role, amount in counts_of(row) if amount is not None}
    for edition in shown:
        for row in edition.iter_rows(named=True):
            key = tuple(row[name] for name in keys)
            for role, amount in counts_of(row):
                name = (role, *key)
                if name in truth and amount in (None, truth[name]):  # else it was restated: another count
                    attack.sees(name, amount)
    attack.amounts = {name for name, amount in truth.items() if amount != int(amount)}
    for name, amount in truth.items():
        attack.shown.setdefault(name, 0.0) if amount == 0 else attack.hidden.add(name)
    relate(attack, truth)
    return attack, truth


def relate(attack: Attack, truth: dict[Name, float]) -> None:
    """Tell an attacker what makes up what: by what figures are, by what measures say, by what is always the same."""
    relate_top_and_rest(attack, truth)
    relate_parts(attack, truth)
    relate_quarters(attack, truth)
    relate_stocks_and_flows(attack, truth)
    relate_contacts_that_wait(attack, truth)
    relate_what_is_no_more(attack, truth)
    for names in one_and_the_same(truth):
        attack.are_one(names)


def relate_top_and_rest(attack: Attack, truth: dict[Name, float]) -> None:
    for name in truth:
        if name[0] == "rest":
            attack.knows([("top", *name[1:]), name], [("bottom", *name[1:])])


def relate_parts(attack: Attack, truth: dict[Name, float]) -> None:
    """Parts with what nobody recorded make up the whole, wherever they make up no more."""
    parts = defaultdict[Name, list[Name]](list)
    for name in truth:
        role, measure, breakdown, period_type, end = name
        if breakdown != "all":
            parts[(role, measure, breakdown.split("=")[0], period_type, end)].append(name)
    for (role, measure, _, period_type, end), names in parts.items():
        whole = (role, measure, "all", period_type, end)
        left = truth.get(whole, -np.inf) - sum(truth[name] for name in names)
        if left > -1e-9:
            attack.knows(names, [whole], left)


def relate_quarters(attack: Attack, truth: dict[Name, float]) -> None:
    """Four quarters make up a year; of children counted once, a year has no fewer than a quarter."""
    quarters = defaultdict[Name, list[Name]](list)
    for name in truth:
        role, measure, breakdown, period_type, end = name
        if period_type == "quarter":
            quarters[(role, measure, breakdown, "year", date(end.year + (end.month > 3), 3, 31))].append(name)
    for whole, names in quarters.items():
        if whole in truth and how(whole[1]) in COUNTED_ONCE:
            for name in names:
                if truth[name] <= truth[whole]:
                    attack.is_no_more_than([name], whole)
        elif len(names) == 4 and abs(sum(truth[name] for name in names) - truth.get(whole, np.inf)) < 1e-9:
            attack.knows(names, [whole])


def relate_stocks_and_flows(attack: Attack, truth: dict[Name, float]) -> None:
    """What stood at the end of a quarter or year, and began, is what stands at the end of the next, and what ended."""
    for stock, began, ended in FLOWS:
        for name in [name for name in truth if name[:3] == (*began, "all") and name[3] in ("quarter", "year")]:
            days = day_before(name[3], name[4]), name[4]
            before, after = (("top", stock, "all", "snapshot", day) for day in days)
            gone = (*ended, *name[2:])
            if {before, after, gone} <= {*truth} and truth[before] + truth[name] == truth[after] + truth[gone]:
                attack.knows([before, name], [after, gone])


def relate_contacts_that_wait(attack: Attack, truth: dict[Name, float]) -> None:
    """What came in all quarters, less what is decided on by now, waits on the newest day."""
    if not any(name[1] == "contacts_waiting" for name in truth):
        return  # it is not published
    waits = max((name for name in truth if name[:2] == ("top", "contacts_waiting")), key=lambda name: name[4])
    made = [name for name in truth if name[:2] == ("top", "contacts") and name[3] == "quarter"]
    decided = [("bottom", "contacts_became_referrals_pct", *name[2:]) for name in made]
    assert sum(truth[name] for name in made) == sum(truth[name] for name in decided) + truth[waits]
    attack.knows([*decided, waits], made)


FLOWS = [
    *(
        (stock, ("top", f"{stock}_started"), ("top", f"{stock}_ended"))
        for stock in ("children_in_need", "child_protection_plans", "children_looked_after", "cin_plans")
    ),
    ("assessments_open", ("bottom", "repeat_assessments_pct"), ("top", "assessments_completed")),
    *(
        (
            f"{kind}_escalations_open",
            ("top", f"{kind}_escalations"),
            ("bottom", f"{kind}_escalation_median_working_days"),
        )
        for kind in ("strategy_meeting", "initial_conference", "review_conference", "core_group")
    ),
]
"""What stands, what began and what ended."""


def day_before(period_type: str, end: date) -> date:
    """Return the last day before a quarter or year."""
    if period_type == "year":
        return date(end.year - 1, 3, 31)
    month = end.month - 3 or 12
    return date(end.year - (month == 12), month, {3: 31, 6: 30, 9: 30, 12: 31}[month])


NO_MORE = [
    (["referred_children"], "referrals"),
    (["children_in_need_started"], "referrals"),
    (["children_missing"], "missing_episodes"),
    (["assessments_overdue", "assessments_due_soon"], "assessments_open"),
    (["children_in_need_without_worker"], "children_in_need"),
    (["strategy_meetings_overdue"], "strategy_meetings_waiting"),
    (["strategy_meetings_delayed"], "strategy_meetings_held"),
    (["case_holders"], "cases_held"),
    (["returned_for_same_need_pct"], "returned_within_six_months_pct"),
    (["assessments_with_domestic_abuse_pct"], "assessments_with_factors"),
    (["strategy_meeting_attended_pct"], "strategy_meeting_invited_pct"),
    (["core_group_attended_pct"], "core_group_invited_pct"),
]
"""Counts above the line that together are no more than another one."""


def relate_what_is_no_more(attack: Attack, truth: dict[Name, float]) -> None:
    for smaller, larger in NO_MORE:
        for whole in [name for name in truth if name[:2] == ("top", larger)]:
            names = [("top", measure, *whole[2:]) for measure in smaller]
            if {*names} <= {*truth} and sum(truth[name] for name in names) <= truth[whole]:
                attack.is_no_more_than(names, whole)


LESS: list[tuple[tuple[str, str], tuple[str, str]]] = [
    (("top", "contacts"), ("bottom", "contacts_became_referrals_pct")),
    (("top", "cases_held"), ("top", "average_caseload")),
    (("top", "cases_held"), ("bottom", "cases_of_agency_workers_pct")),
    (("top", "average_caseload_with_carers"), ("top", "average_caseload")),
    (("top", "case_holders"), ("bottom", "caseload_median")),
    (("top", "referrals"), ("top", "referred_children")),
    (("top", "referrals"), ("bottom", "re_referral_pct")),
    (("top", "referrals"), ("bottom", "referrals_no_further_action_pct")),
    (("top", "referred_children"), ("bottom", "re_referred_children_pct")),
    (("top", "re_referral_pct"), ("top", "re_referred_children_pct")),
    (("top", "missing_episodes"), ("top", "children_missing")),
    (("top", "section_47_enquiries"), ("bottom", "section_47_no_further_action_pct")),
    (("bottom", "icpc_within_15_working_days_pct"), ("top", "child_protection_plans_started")),
    (("bottom", "returned_within_six_months_pct"), ("bottom", "returned_for_same_need_pct")),
    (("top", "children_in_need_ended"), ("bottom", "returned_within_six_months_pct")),
    (("top", "assessments_completed"), ("bottom", "assessments_with_domestic_abuse_pct")),
    (("bottom", "assessments_with_domestic_abuse_pct"), ("top", "assessments_with_factors")),
    (
        ("top", "assessments_within_45_working_days_pct"),
        ("top", "assessments_within_45_working_days_of_referral_pct"),
    ),
    (
        ("bottom", "assessments_within_45_working_days_pct"),
        ("bottom", "assessments_within_45_working_days_of_referral_pct"),
    ),
    (("top", "strategy_meetings_held"), ("bottom", "strategy_meeting_quorate_pct")),
    (("top", "core_groups_held"), ("bottom", "core_group_quorate_pct")),
    (("bottom", "core_group_invited_pct"), ("bottom", "core_group_attended_pct")),
]
"""Counts, and others of the same that lack a few: what nobody recorded, what came twice, who has no part in it."""


def take_away(attack: Attack, truth: dict[Name, float]) -> dict[Hashable, float]:
    """Let an attacker take counts from others of the same; return by name the few that are left of them."""
    found, printed = dict[Hashable, float](), dfe_prints(truth)
    for larger, smaller in LESS:
        for whole in [name for name in truth if name[:3] == (*larger, "all")]:
            part = (*smaller, *whole[2:])
            left = truth[whole] - truth.get(part, np.inf)
            if left >= 0 and truth[part] > 0:
                name = attack.can_take_away([part], whole)
                # What DfE's own tables tell is told already.
                if 0 < left <= 5 and not {whole, part} <= {*printed}:
                    found[name] = left
    return found


DFE = {
    "year": (
        *("referral_rate_per_10k", "re_referral_pct", "section_47_rate_per_10k", "second_or_subsequent_plan_pct"),
        *(
            "assessments_within_45_working_days_pct",
            "icpc_within_15_working_days_pct",
            "child_protection_plans_started",
        ),
        *("child_protection_plans_ended", "children_in_need_started", "children_looked_after_started"),
    ),
    "snapshot": ("children_in_need_rate_per_10k", "child_protection_plan_rate_per_10k", "looked_after_rate_per_10k"),
}
"""Measures of which DfE's local authority tables have years to 31 March, and 31 March."""


def dfe_prints(truth: dict[Name, float]) -> dict[Name, float]:
    """Return what DfE prints of the same counts: all but 1 to 5, and the tops of shares that tell such a few."""
    found = dict[Name, float]()
    for name, amount in truth.items():
        role, measure, part, period_type, end = name
        told = [truth.get((other, *name[1:]), 0.0) for other in (("top", "rest") if role == "top" else (role,))]
        is_there = measure in DFE.get(period_type, ()) and part == "all" and end.month == 3
        if is_there and role != "rest" and not any(0 < one <= 5 for one in told):
            found[name] = amount
    return found


def one_and_the_same(truth: dict[Name, float]) -> list[list[Name]]:
    """Return counts that are one: of series that are equal in every period in which both are told.

    Years are held against other years, quarters against quarters, and both kinds of month ends against one another.
    """
    series, told_so = defaultdict[Name, dict[date, Name]](dict), defaultdict[Name, list[Name]](list)
    for name, amount in truth.items():
        series[name[:4]][name[4]] = name
        if amount > 0:
            told_so[(name[3] == "quarter", name[4], amount)].append(name)
    pairs = {(one[:4], other[:4]) for names in told_so.values() for one, other in combinations(sorted(names), 2)}
    links: dict[Name, set[Name]] = defaultdict(set)
    for one, other in pairs:
        both = [(series[one][end], series[other][end]) for end in series[one].keys() & series[other].keys()]
        if all(truth[first] == truth[second] for first, second in both):
            for first, second in both:
                links[first].add(second)
                links[second].add(first)
    return together(links)


def together(links: dict[Name, set[Name]]) -> list[list[Name]]:
    """Return names by what links them, in a fixed order."""
    found, seen = [], set[Name]()
    for name in sorted(links):
        if name not in seen:
            group, near = set[Name](), [name]
            while near:
                one = near.pop()
                if one not in group:
                    group.add(one)
                    near += links[one] - group
            seen |= group
            found.append(sorted(group))
    return found


@pytest.mark.parametrize("la_code", ["001", "008"])
def test_nothing_hidden_can_be_told_by_two_editions_together_and_each_0_is_shown(la_code: str) -> None:
    true, first, second = editions(la_code)
    attack, truth = attack_on(true, first.values, second.values)
    left = take_away(attack, truth)
    for name, amount in dfe_prints(truth).items():
        attack.sees(name, amount)
    small = small_and_hidden(attack, truth)
    attack.small = known_to_be_small(attack, truth, [name for name in small if is_seen_small(name, truth)])

    assert len(small) > SMALL[la_code]
    assert len(left) > LEFT[la_code]
    named = names_of(first.told, second.told)
    told = {name for name in attack.told([*small, *left], within=2) if not {name, *said_with(name)} & named}
    assert told == set(), "neither protected nor named"
    assert {name for name, amount in attack.shown.items() if 0 < amount <= 5} == set()
    assert first.told.height < len(small) / 50, "what DfE's years tell of quarters"
    assert second.told.height < len(small) / 10, "where chance sums leave too little, be it said"
    hold_that_each_0_is_shown(true, second.values)
    hold_that_what_was_shown_stays_shown(first, second)


@pytest.mark.parametrize("la_code", ["001", "008"])
def test_nothing_hidden_of_what_is_published_can_be_told_where_records_are_odd(la_code: str) -> None:
    true, first, second = public_editions(la_code)
    assert set(true["measure"]) == set(PUBLIC_MEASURES)
    attack, truth = attack_on(true, first.values, second.values)
    left = take_away(attack, truth) | take_growth_away(attack, truth)
    for name, amount in dfe_prints(truth).items():
        attack.sees(name, amount)
    small = small_and_hidden(attack, truth)
    attack.small = known_to_be_small(attack, truth, [name for name in small if is_seen_small(name, truth)])
    restated = {*restated_by_few(of_people_in(first.values), truth, LESS)}

    assert len(restated) > 5
    assert not restated & {*attack.shown}, "by how few they changed"
    left |= dict.fromkeys(restated, np.nan)
    assert len(small) > 20
    named = names_of(first.told, second.told)
    told = {name for name in attack.told([*small, *left], within=2) if not {name, *said_with(name)} & named}
    assert told == set(), "neither protected nor named"
    assert {name for name, amount in attack.shown.items() if 0 < amount <= 5} == set()
    assert len(named) < len(small) / 5


def of_people_in(shown: pl.DataFrame) -> dict[Hashable, float]:
    """Return the counts of children, cases and workers that an edition shows."""
    found = dict[Hashable, float]()
    for row in shown.iter_rows(named=True):
        if of_whom(LOCAL_MEASURES[row["measure"]]) is not OfWhom.PROCESS:
            key = tuple(row[name] for name in ("measure", "breakdown", "period_type", "period_end"))
            found |= {(role, *key): amount for role, amount in counts_of(row) if amount is not None}
    return found


CAME_AND_WENT = [
    (("top", "assessments_open"), ("top", "referrals"), [("bottom", "assessments_within_45_working_days_pct")]),
    (("top", "assessments_open"), ("bottom", "re_referral_pct"), [("bottom", "assessment_median_working_days")]),
    (("top", "children_in_need"), ("top", "referrals"), []),
    (("top", "child_protection_plans"), ("bottom", "icpc_within_15_working_days_pct"), []),
]
"""A stock, what came, and what is gone of it by what is published: what came and did not become part of it is left."""


def spans(name: Name) -> Iterator[tuple[list[Name], date]]:
    """Return a quarter with the quarters before it, up to four, or a year alone; and the day before the first."""
    found, (role, measure, part, period_type, end) = list[Name](), name
    for _ in range({"quarter": 4, "year": 1}.get(period_type, 0)):
        found.append((role, measure, part, period_type, end))
        end = day_before(period_type, end)
        yield [*found], end


def take_growth_away(attack: Attack, truth: dict[Name, float]) -> dict[Hashable, float]:
    """Let an attacker take a stock's growth and what is gone from what came; return by name the few that are left."""
    found, printed = dict[Hashable, float](), dfe_prints(truth)
    for stock, came, gone in CAME_AND_WENT:
        for span, first in [span for name in truth if name[:3] == (*came, "all") for span in spans(name)]:
            before, after = ((*stock, "all", "snapshot", day) for day in (first, span[0][4]))
            others = [(*one, *whole[2:]) for whole in span for one in gone]
            if not {before, after, *span, *others} <= {*truth}:
                continue
            amount = sum(truth[one] for one in span) + truth[before] - truth[after]
            amount -= sum(truth[one] for one in others)
            sides = ([after, *others], [*span, before])
            parts, wholes = sides if amount >= 0 else sides[::-1]
            name = ("left of", tuple(wholes), tuple(parts))
            attack.hidden.add(name)
            attack.amounts.add(name)
            attack.knows([*parts, name], wholes)
            if 0 < abs(amount) <= 5 and not {*parts, *wholes} <= {*printed}:
                found[name] = abs(amount)
    return found


def is_seen_small(name: Name, truth: dict[Name, float]) -> bool:
    """Return whether a reader can know that a hidden count is small: shares of fewer than ten all look alike."""
    return name[0] == "bottom" or ("rest", *name[1:]) not in truth or truth["bottom", *name[1:]] >= 10


def small_and_hidden(attack: Attack, truth: dict[Name, float]) -> list[Name]:
    """Return the whole counts of 1 to 5 that an attacker does not see."""
    hidden = attack.hidden - set(attack.shown)
    return [name for name, amount in truth.items() if name in hidden and 0 < amount <= 5 and amount == int(amount)]


def names_of(*told: pl.DataFrame) -> set[object]:
    columns = ["role", "measure", "breakdown", "period_type", "period_end"]
    return {row for frame in told for row in frame.select(columns).rows()}


def said_with(name: object) -> list[object]:
    """Return the counts with which it is named that what is left of them can be told."""
    match name:
        case ("left of", (str(), *_) as larger, (smaller,)):
            return [larger, smaller]
        case ("left of", wholes, parts):
            return [*wholes, *parts]
    return []


def hold_that_each_0_is_shown(true: pl.DataFrame, shown: pl.DataFrame) -> None:
    counts = [code for code in LOCAL_MEASURES if how(code) == "count"]
    zero = true.filter(pl.col("status") == "ok", pl.col("value") == 0, pl.col("measure").is_in(counts))
    both = zero.join(shown, on=["measure", "breakdown", "period_type", "period_end"], suffix="_shown")
    assert both.height > 100
    assert set(both["status_shown"]) == {"ok"}


def hold_that_what_was_shown_stays_shown(first: Disclosed, second: Disclosed) -> None:
    key = ["measure", "breakdown", "period_type", "period_end", "role", "amount"]
    both = first.counts.join(second.counts, on=key, suffix="_later")
    assert both.height > 5_000
    was_hidden, is_hidden = both["is_hidden"], both["is_hidden_later"]
    assert is_hidden.filter(was_hidden).all(), "what was hidden stays hidden"
    assert (is_hidden & ~was_hidden).sum() <= 5 * second.told.height, "only around what earlier editions tell"
