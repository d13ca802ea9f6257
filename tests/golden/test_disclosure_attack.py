"""The made-up region's public figures, attacked: nothing hidden can be told from two successive editions together."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
import pytest
from attack import Attack
from golden.sql.region import as_clean, with_first_of_referral

from csc_metrics.contracts.made_up_region import made_up_population
from csc_metrics.disclosure.disclose import Disclosed, disclose
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
TRIED = 120
"""Hidden counts of each authority that are attacked one by one; drawn by chance, the same each time."""
Name = tuple[str, str, str, str, date]


def editions(la_code: str) -> tuple[pl.DataFrame, Disclosed, Disclosed]:
    """Return all true figures of the later edition, and what both editions show."""
    first = disclose(figures(la_code, EARLIER), settings=SETTINGS)
    true = figures(la_code, DRAWN_ON)
    return true, first, disclose(true, settings=SETTINGS, published_before=first.counts)


def figures(la_code: str, day: date) -> pl.DataFrame:
    told = MadeUpAuthority(story_of(la_code, size=0.5)).tables(on=number_of(day))
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
        is_told = isinstance(top, float) and isinstance(bottom, float)
        yield "rest", float(bottom) - float(top) if is_told else None  # type: ignore[arg-type]


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
    """Tell an attacker what makes up what: top and rest, parts with what nobody recorded, quarters of a year."""
    parts, quarters = defaultdict[Name, list[Name]](list), defaultdict[Name, list[Name]](list)
    for name in truth:
        role, measure, breakdown, period_type, end = name
        if role == "rest":
            attack.knows([("top", *name[1:]), name], [("bottom", *name[1:])])
        if breakdown != "all":
            parts[(role, measure, breakdown.split("=")[0], period_type, end)].append(name)
        if period_type == "quarter":
            year = end.year + (end.month > 3)
            quarters[(role, measure, breakdown, "year", date(year, 3, 31))].append(name)
    is_sum: dict[tuple[str, str, str], bool] = {}
    for (role, measure, column, period_type, end), names in parts.items():
        whole = (role, measure, "all", period_type, end)
        series = (role, measure, column)
        over = sum(truth[name] for name in names) > truth.get(whole, np.inf) + 1e-9
        is_sum[series] = is_sum.get(series, True) and not over and how(measure) not in COUNTED_ONCE
    for (role, measure, column, period_type, end), names in parts.items():
        whole = (role, measure, "all", period_type, end)
        if is_sum[(role, measure, column)] and whole in truth:
            attack.knows(names, [whole], truth[whole] - sum(truth[name] for name in names))
    for whole, names in quarters.items():
        same = abs(sum(truth[name] for name in names) - truth.get(whole, np.inf)) < 1e-9
        if len(names) == 4 and same and how(whole[1]) not in COUNTED_ONCE:
            attack.knows(names, [whole])


@pytest.mark.parametrize("la_code", ["001", "008"])
def test_nothing_hidden_can_be_told_by_two_editions_together_and_each_0_is_shown(la_code: str) -> None:
    true, first, second = editions(la_code)
    attack, truth = attack_on(true, first.values, second.values)
    hidden = sorted((name for name in attack.hidden - set(attack.shown) if truth[name] == int(truth[name])), key=repr)
    chosen = np.random.default_rng(11).choice(len(hidden), size=TRIED, replace=False)
    found = attack.ranges([hidden[place] for place in chosen])

    assert len(hidden) > 1_000
    assert {name: (low, high, truth[name]) for name, (low, high) in found.items() if high - low < 2} == {}
    assert {name for name, amount in attack.shown.items() if 0 < amount <= 5} == set()
    hold_that_each_0_is_shown(true, second.values)
    hold_that_what_was_shown_stays_shown(first, second)


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
    assert both["is_hidden"].equals(both["is_hidden_later"], check_names=False)
