"""Agencies that the settings expect at meetings: a misspelt one is told, since it would be counted as never there."""

from pathlib import Path

import pytest
from unit.test_settings import faults_of, write

from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.records.clean import clean_records
from csc_metrics.sample.region import write_region
from csc_metrics.settings.model import Settings
from csc_metrics.settings.read import SettingsFault, read_settings, require_agencies

ALDERBECK = "001"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clean tables of a made-up authority of a twentieth of the size."""
    folder = tmp_path_factory.mktemp("agencies")
    write_region(folder / "raw", la_codes=[ALDERBECK], size=0.05)
    clean_records(folder / "raw", folder / "clean", settings=Settings())
    return folder / "clean"


def faults_met(clean: Path, settings: Settings) -> list[str]:
    with pytest.raises(SettingsFault) as met:
        open_authority_records(clean, ALDERBECK, settings=settings)
    return str(met.value).splitlines()


def test_an_agency_that_no_record_invites_is_refused_where_records_are_counted(clean: Path, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '[core_group]\nexpected_agencies = ["social_worker", "health", "educaton"]\n\n'
        '[strategy_meeting]\nexpected_agencies = ["social_worker", "police", "helth"]\n'
        'quorum = ["social_worker",\n  "helth"]\n',
    )
    remedy = "Write it as the extracts of invitations do, or take it out."
    never = "so that it would be told as never there."
    assert faults_met(clean, read_settings(path)) == [
        f"{path}: 3 faults in the settings.",
        f"  line 2: core_group.expected_agencies[3]: no record invites 'educaton', {never} Did you mean education? "
        f"{remedy}",
        f"  line 5: strategy_meeting.expected_agencies[3]: no record invites 'helth', {never} Did you mean health? "
        f"{remedy}",
        f"  line 7: strategy_meeting.quorum[2]: no record invites 'helth', {never} Did you mean health? {remedy}",
    ]


def test_settings_of_no_file_are_refused_likewise(clean: Path) -> None:
    who = {"expected_agencies": ("social_worker", "fire"), "quorum": ("social_worker",)}
    heading, fault = faults_met(clean, Settings.model_validate({"conference": who}))
    assert heading == "1 fault in the settings."
    assert fault.startswith("  conference.expected_agencies[2]: no record invites 'fire'")


def test_an_agency_that_everybody_knows_may_be_expected_though_nobody_ever_invited_it(clean: Path) -> None:
    who = {"expected_agencies": ("social_worker", "cafcass"), "quorum": ("social_worker", "cafcass")}
    open_authority_records(clean, ALDERBECK, settings=Settings.model_validate({"conference": who}))


def test_an_agency_of_its_own_that_records_invite_is_right_however_near_a_known_one_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, '[core_group]\nexpected_agencies = ["social_worker", "health", "schools"]')
    require_agencies(read_settings(path), invited=["schools", "health"])


def test_the_same_settings_are_equal_wherever_they_are_written(tmp_path: Path) -> None:
    assert read_settings(write(tmp_path, "[clock]\nfirst_day = 0")) == Settings()


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ('["social_worker", "police", "helth"]', "the quorum wants health, which is not here. Did you mean health?"),
        (
            '["socal_worker", "police", "helth"]',
            "the quorum wants social_worker, health, which is not here. Did you mean social_worker? Did you mean "
            "health?",
        ),
    ],
)
def test_where_only_the_expected_one_is_misspelt_it_is_blamed_and_not_the_quorum(
    tmp_path: Path, expected: str, said: str
) -> None:
    quorum = 'quorum = ["social_worker", "police", "health"]'
    (fault,) = faults_of(write(tmp_path, f"[strategy_meeting]\n{quorum}\nexpected_agencies = {expected}\n"))
    allowed = 'Write a list of different agencies in quotes, such as ["social_worker", "police"].'
    assert fault == f"line 3: strategy_meeting.expected_agencies = {expected}: {said} {allowed}"


def test_an_agency_is_written_as_the_clean_tables_write_it(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, '[conference]\nexpected_agencies = ["police", "Social worker"]'))
    assert fault.startswith(
        'line 2: conference.expected_agencies[2] = "Social worker": agencies are written in small letters and '
        "underscores. Did you mean social_worker?"
    )
