"""Editions after one another: what readers know already, what is not shown again, and how it is kept."""

import os
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import polars as pl
import pytest
from figures_to_publish import EXEMPT, Row, cells, figure, values_of

from csc_metrics.contracts.about_disclosure import PublishedCounts
from csc_metrics.disclosure import ledger_lock
from csc_metrics.disclosure.counts_of_figures import counts_of_figures, roles_told
from csc_metrics.disclosure.disclose import Disclosed, disclose
from csc_metrics.disclosure.hiding import ShownBefore, hidden_counts
from csc_metrics.disclosure.ledger import (
    LedgerFault,
    is_first_edition,
    keep_published_counts,
    one_edition_at_a_time,
    read_published_counts,
)
from csc_metrics.disclosure.linked_counts import linked_counts
from csc_metrics.settings.model import PublicationSettings, Settings

LOOSE = Settings(publication=PublicationSettings(threshold=1))


def editions(first: list[Row], then: list[Row], *, settings: Settings) -> Disclosed:
    """Return the second edition, with the usual settings. settings: of the first."""
    before = disclose(values_of(*first), settings=settings).counts
    return disclose(values_of(*then), published_before=before)


def waited_for(*many: float) -> list[Row]:
    agencies = ("police", "health", "education")
    parts = [
        figure("strategy_meetings_delayed", one, breakdown=f"delay_agency={agency}")
        for agency, one in zip(agencies, many, strict=True)
    ]
    return [figure("strategy_meetings_delayed", sum(many)), *parts]


def test_what_an_edition_with_a_lower_threshold_told_is_not_told_again_and_is_named() -> None:
    """3, 8 and 9 of 20 were all shown: whoever read it knows; whoever has not need not."""
    told = editions(waited_for(3, 8, 9), waited_for(3, 8, 9), settings=LOOSE)
    hidden = told.values.filter(status="suppressed")["breakdown"].to_list()

    assert "delay_agency=police" in hidden
    assert len(hidden) >= 2, "else 20 less 8 less 9 would tell it once more"
    assert told.told.select("measure", "breakdown", "role", "amount").rows() == [
        ("strategy_meetings_delayed", "delay_agency=police", "top", 3.0)
    ]


def test_what_an_exemption_showed_is_hidden_once_it_is_withdrawn() -> None:
    quorate = [figure("strategy_meeting_quorate_pct", 98.0, 100.0)]
    told = editions(quorate, quorate, settings=EXEMPT)
    (row,) = told.values.to_dicts()

    assert (row["value"], row["status"]) == (None, "suppressed")
    assert None in (row["numerator"], row["denominator"])
    assert told.told["role"].to_list() == ["rest"]


def test_what_was_hidden_by_a_higher_threshold_stays_hidden() -> None:
    high = Settings(publication=PublicationSettings(threshold=10))
    first = [figure("police_protections", 8.0)]

    assert editions(first, first, settings=high).values["status"].to_list() == ["suppressed"]
    assert editions(first, first, settings=high).told.is_empty()


def test_a_figure_that_no_edition_has_any_more_is_still_known() -> None:
    """By age 8, 9 and, hidden with the 9, 4 were told, of 21: what is not published any more still tells of the 21."""
    bands = ("under_1", "1_to_4", "5_to_9")
    parts = [
        figure("police_protections", many, breakdown=f"age_band={band}")
        for band, many in zip(bands, (4.0, 9.0, 8.0), strict=True)
    ]
    key = ["measure", "breakdown", "period_type", "period_end"]
    before = values_of(*parts).select(
        pl.lit("357").alias("la_code"),
        *key,
        pl.lit("top").alias("role"),
        pl.col("numerator").alias("amount"),
        (pl.col("breakdown") == "age_band=under_1").alias("is_hidden"),
    )
    told = disclose(values_of(figure("police_protections", 21.0), *parts), published_before=before)

    assert told.values.select("breakdown", "numerator", "status").rows() == [("all", None, "suppressed")]
    assert told.told.is_empty()


def test_what_earlier_editions_leave_no_way_to_protect_is_named_and_not_silent() -> None:
    """12 and 9 were shown; 3 is what is left of them, and can be hidden from nobody who has read it."""
    linked = linked_counts([12, 3, 9], [((1, 2), (0,), True)])
    before = ShownBefore(is_shown=np.array([True, False, True]), is_hidden=np.zeros(3, dtype=bool))
    found = hidden_counts(linked, threshold=5, before=before)

    assert found.is_hidden.tolist()[1]
    assert found.is_hidden.sum() > 1, "nor is it told to a new reader"
    assert found.is_told.tolist() == [False, True, False]


def test_what_can_be_protected_beside_what_was_shown_is_and_nothing_is_named() -> None:
    """The year was shown as 20 with two quarters; the other two come later, both small: both are hidden."""
    later = linked_counts([9, 6, 3, 2, 20], [((0, 1, 2, 3), (4,), True)])
    before = ShownBefore(is_shown=np.array([1, 1, 0, 0, 0], bool), is_hidden=np.zeros(5, bool))
    found = hidden_counts(later, threshold=5, before=before)

    assert found.is_hidden.tolist() == [False, False, True, True, False]
    assert not found.is_told.any()
    one_more = linked_counts([9, 6, 3, 8, 26], [((0, 1, 2, 3), (4,), True)])
    assert hidden_counts(one_more, threshold=5, before=before).is_hidden.tolist() == [False, False, True, True, False]
    assert hidden_counts(one_more, threshold=5).is_hidden.tolist() == [True, False, True, False, False]


def kept(measure: str, *, is_hidden: bool = False) -> pl.DataFrame:
    row = {"la_code": "357", "measure": measure, "breakdown": "all", "period_type": "year"}
    row |= {"period_end": date(2026, 3, 31), "role": "top", "amount": 10.0, "is_hidden": is_hidden}
    return pl.DataFrame([row], schema=PublishedCounts.create_empty().schema)


def test_editions_at_one_time_lose_nothing_of_each_other(tmp_path: Path) -> None:
    at_once = threading.Barrier(8)

    def publish(number: int) -> None:
        at_once.wait()
        with one_edition_at_a_time(tmp_path, "357"):
            keep_published_counts(tmp_path, kept(f"measure_{number}"), la_code="357")

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert read_published_counts(tmp_path, "357")["measure"].to_list() == [f"measure_{number}" for number in range(8)]
    assert [path.name for path in (tmp_path / "published_counts").iterdir()] == ["357.parquet"], "no lock is left"


def test_an_edition_waits_for_another_and_says_so_if_that_does_not_end(tmp_path: Path) -> None:
    with (
        one_edition_at_a_time(tmp_path, "357"),
        patch.object(ledger_lock, "WAIT_SECONDS", 0.0),
        pytest.raises(LedgerFault, match="another run is publishing"),
        one_edition_at_a_time(tmp_path, "357"),
    ):
        pytest.fail("two at one time")
    with one_edition_at_a_time(tmp_path, "357"), one_edition_at_a_time(tmp_path, "358"):
        pass


def test_the_lock_of_a_run_that_was_cut_off_is_taken_over_once_it_is_old(tmp_path: Path) -> None:
    lock = tmp_path / "published_counts" / "357.parquet.lock"
    lock.parent.mkdir()
    lock.write_text("cut off", encoding="utf-8")
    old = time.time() - ledger_lock.STALE_SECONDS
    os.utime(lock, (old + 60, old + 60))
    with (
        patch.object(ledger_lock, "WAIT_SECONDS", 0.0),
        pytest.raises(LedgerFault),
        one_edition_at_a_time(tmp_path, "357"),
    ):
        pytest.fail("a minute is left to it")
    os.utime(lock, (old - 60, old - 60))

    with one_edition_at_a_time(tmp_path, "357"):
        assert lock.read_text(encoding="utf-8") != "cut off"
    assert not any(lock.parent.iterdir())


def test_a_run_whose_lock_was_taken_over_leaves_the_new_one_alone(tmp_path: Path) -> None:
    lock = tmp_path / "published_counts" / "357.parquet.lock"
    with one_edition_at_a_time(tmp_path, "357"):
        lock.write_text("another run's", encoding="utf-8")

    assert lock.read_text(encoding="utf-8") == "another run's"


def test_what_was_shown_once_is_known_whatever_a_later_edition_does(tmp_path: Path) -> None:
    assert is_first_edition(tmp_path, "357")
    keep_published_counts(tmp_path, kept("referrals"), la_code="357")
    keep_published_counts(tmp_path, kept("referrals", is_hidden=True), la_code="357")

    assert read_published_counts(tmp_path, "357")["is_hidden"].to_list() == [False]
    assert not is_first_edition(tmp_path, "357")


def test_a_folder_in_the_place_of_what_was_published_is_no_first_edition(tmp_path: Path) -> None:
    (tmp_path / "published_counts" / "357.parquet").mkdir(parents=True)

    with pytest.raises(LedgerFault, match="cannot be read"):
        read_published_counts(tmp_path, "357")


def test_cells_of_a_first_edition_are_named_nowhere() -> None:
    told = disclose(values_of(figure("referrals", 4.0)))

    assert cells(told.values.row(0, named=True)) == (None, None, None, "suppressed")
    assert told.told.is_empty()


QUARTERS = (date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31))


def referrals(*quarters: float) -> list[Row]:
    """Return the referrals of four quarters, and of the year that they make up."""
    told = zip(quarters, QUARTERS, strict=True)
    rows = [figure("referrals", many, period_type="quarter", end=end) for many, end in told]
    return [*rows, figure("referrals", sum(quarters), end=QUARTERS[-1])]


@pytest.mark.parametrize(("then", "status"), [(160.0, "suppressed"), (190.0, "ok"), (158.0, "ok")])
def test_by_how_few_a_count_was_restated_is_not_told(then: float, status: str) -> None:
    first, second = (
        [figure("assessments_open", many, period_type="snapshot", end=QUARTERS[0])] for many in (158.0, then)
    )
    assert editions(first, second, settings=Settings()).values["status"].to_list() == [status]


@pytest.mark.parametrize(("of_dfe", "is_told"), [(117.0, False), (119.0, True), (100.0, True)])
def test_by_how_few_a_figure_differs_from_dfes_of_the_same_year_is_not_told(of_dfe: float, *, is_told: bool) -> None:
    own = figure("re_referral_pct", 119.0, 587.0)
    dfe = figure("re_referral_pct", of_dfe, 587.0, source="published")
    (row,) = disclose(values_of(own, dfe)).values.filter(source="local").to_dicts()

    assert (row["status"] == "ok") is is_told
    asked_apart = disclose(values_of(own), printed=values_of(dfe)).values
    assert asked_apart["status"].to_list() == [row["status"]]


def test_once_dfe_has_printed_another_number_ours_is_not_known_any_more() -> None:
    """Of 400 in the year, which DfE will print, it has printed 380: ours can be hidden from then on."""
    own = referrals(3, 97, 100, 200)
    behind = counts_of_figures(values_of(*own))
    printed = roles_told(values_of(figure("referrals", 380.0, end=QUARTERS[-1])))

    assert behind.is_known.sum() == 1
    assert counts_of_figures(values_of(*own), printed=printed).is_known.sum() == 0


def test_a_year_does_not_tell_by_how_few_its_quarters_were_restated() -> None:
    """8, 2, 2 and 0 more, and 12 in the year: 12 less 8 would be what two hidden quarters changed by."""
    then = editions(referrals(433, 412, 406, 407), referrals(441, 414, 408, 407), settings=Settings()).values

    assert then.filter(period_type="year")["status"].to_list() == ["suppressed"]


def two_clocks(own: tuple[float, float], of_referral: tuple[float, float], **when: Any) -> list[Row]:
    """Return assessments in time, of all, by their own clock and by that of the referral."""
    return [
        figure("assessments_within_45_working_days_pct", *own, **when),
        figure("assessments_within_45_working_days_of_referral_pct", *of_referral, **when),
    ]


def test_by_how_few_a_count_was_restated_is_told_once_that_is_signed() -> None:
    """186 that were 183 are shown; 3 are hidden as they ever are."""
    signed = Settings(publication=PublicationSettings(is_restatement_exempt=True))
    few = figure("assessments_overdue", 3.0, period_type="snapshot", end=QUARTERS[0])
    before = disclose(values_of(*referrals(183, 412, 406, 407), few)).counts
    told = disclose(values_of(*referrals(186, 412, 406, 407), few), settings=signed, published_before=before)

    assert told.values.filter(measure="referrals")["value"].null_count() == 0
    assert told.values.filter(measure="assessments_overdue")["status"].to_list() == ["suppressed"]
    assert told.told.is_empty()


@pytest.mark.parametrize(
    ("then", "are_told"),
    [((88.0, 130.0), [False, True]), ((90.0, 116.0), [False, False]), ((81.0, 110.0), [True, True])],
)
def test_by_how_few_two_figures_were_restated_apart_is_not_told(
    then: tuple[float, float], are_told: list[bool]
) -> None:
    """Of 20 more in time by their own clock 18 are so from the referral on, 2 are not. Neither changed by few."""
    quarter = {"period_type": "quarter", "end": QUARTERS[0]}
    first, second = two_clocks((80, 100), (70, 88), **quarter), two_clocks((100, 130), then, **quarter)
    rows = editions(first, second, settings=Settings()).values

    assert editions(first, first, settings=Settings()).values["numerator"].null_count() == 0
    assert [rows[role].null_count() == 0 for role in ("numerator", "denominator")] == are_told


def test_of_two_figures_that_were_restated_apart_the_one_that_dfe_prints_stays() -> None:
    """DfE prints the year by the own clock: what is left is hidden by the other clock, in the quarter and the year."""
    of_quarters = [two_clocks((80, 100), (60, 88), period_type="quarter", end=end) for end in QUARTERS]
    more = two_clocks((100, 130), (78, 118), period_type="quarter", end=QUARTERS[0])
    first = [*(row for rows in of_quarters for row in rows), *two_clocks((320, 400), (240, 352), end=QUARTERS[-1])]
    then = [*more, *first[2:-2], *two_clocks((340, 430), (258, 382), end=QUARTERS[-1])]
    told = editions(first, then, settings=Settings())
    own, of_referral = (told.values.filter(measure=row["measure"]).sort("period_type", "period_end") for row in more)

    assert own["numerator"].null_count() == 0
    assert of_referral.select("period_type", pl.col("numerator").is_null()).rows() == [
        ("quarter", True),
        *[("quarter", False)] * 3,
        ("year", True),
    ]
    assert told.told.is_empty()
