"""What a page prints of the settings that a measure depends on: all of them, found by changing each in turn."""

from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from csc_metrics.measures.as_settled import as_settled, settings_of
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.records.clean import clean_records
from csc_metrics.report.page.own_definitions import as_of_own_records
from csc_metrics.sample.region import write_region
from csc_metrics.settings.model import Settings

ALDERBECK: Final = "001"
LIMITED: Final = {"limit_cases_per_fte": 18.0}
CHANGES: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "strategy_meeting.target_hours": ({}, {"strategy_meeting": {"target_hours": 8.0}}),
    "strategy_meeting.clock": ({}, {"strategy_meeting": {"clock": "referral"}}),
    "strategy_meeting.quorum": ({}, {"strategy_meeting": {"quorum": ("social_worker",)}}),
    "strategy_meeting.expected_agencies": (
        {"strategy_meeting": {"quorum": ("police",)}},
        {"strategy_meeting": {"quorum": ("police",), "expected_agencies": ("police",)}},
    ),
    "conference.quorum": ({}, {"conference": {"quorum": ("social_worker",)}}),
    "conference.expected_agencies": (
        {"conference": {"quorum": ("police",)}},
        {"conference": {"quorum": ("police",), "expected_agencies": ("police",)}},
    ),
    "core_group.quorum": ({}, {"core_group": {"quorum": ("social_worker",)}}),
    "core_group.expected_agencies": (
        {"core_group": {"quorum": ("health",)}},
        {"core_group": {"quorum": ("health",), "expected_agencies": ("health",)}},
    ),
    "caseload.limit_cases_per_fte": ({"caseload": LIMITED}, {"caseload": {"limit_cases_per_fte": 12.0}}),
    "caseload.newly_qualified_limit_cases_per_fte": (
        {"caseload": LIMITED},
        {"caseload": LIMITED | {"newly_qualified_limit_cases_per_fte": 8.0}},
    ),
    "clock.first_day": ({}, {"clock": {"first_day": 1}}),
}
"""Setting → two settings that differ in it alone."""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clean tables of a made-up authority of a fifth of the size."""
    folder = tmp_path_factory.mktemp("settled")
    write_region(folder / "raw", la_codes=[ALDERBECK], size=0.2)
    clean_records(folder / "raw", folder / "clean", settings=Settings())
    return folder / "clean"


def values_by(clean: Path, given: dict[str, Any]) -> pl.DataFrame:
    records = open_authority_records(clean, ALDERBECK, settings=Settings.model_validate(given))
    values = values_from_records(records, list(LOCAL_MEASURES.values()))
    return values.select("measure", "breakdown", "period_type", "period_end", "value", "numerator", "denominator")


@pytest.mark.parametrize("key", CHANGES)
def test_whatever_a_setting_changes_names_it(clean: Path, key: str) -> None:
    before, after = (values_by(clean, given) for given in CHANGES[key])
    moved = pl.concat(
        [
            before.join(after, on=before.columns, how="anti", nulls_equal=True),
            after.join(before, on=before.columns, how="anti", nulls_equal=True),
        ]
    )
    changed = set(moved["measure"].unique())

    assert changed
    assert {code for code in changed if key not in settings_of(LOCAL_MEASURES[code])} == set()


def test_what_the_settings_say_is_told_in_words() -> None:
    settings = Settings.model_validate(
        {
            "strategy_meeting": {"target_hours": 8.0, "clock": "referral", "quorum": ("police",)},
            "caseload": {"limit_cases_per_fte": 18.5},
        }
    )
    said = {code: as_settled(LOCAL_MEASURES[code], settings) for code in LOCAL_MEASURES}
    assert said["strategy_meeting_within_target_pct"] == (
        "By this authority's settings the target is 8 hours and the clock starts at the start of the day of the "
        "referral."
    )
    assert said["strategy_meeting_quorate_pct"] == "By this authority's settings the quorum is police."
    assert said["caseload_above_limit_pct"] == (
        "By this authority's settings the limit is 18.5 cases for each full-time worker and that of newly qualified "
        "workers is the same."
    )
    assert "the limit is not set" in as_settled(LOCAL_MEASURES["caseload_above_limit_pct"], Settings())
    assert "starts is day 0" in said["assessments_within_45_working_days_pct"]
    assert said["referrals"] == ""


def test_a_definition_of_own_records_ends_with_the_settings_and_its_caveats_with_why_there_is_no_national_figure() -> (
    None
):
    own = as_of_own_records(LOCAL_MEASURES["strategy_meeting_quorate_pct"], settings=Settings())
    assert own.definition.endswith("By this authority's settings the quorum is social worker, police and health.")
    assert own.caveats[-1].startswith("There is no national figure")
