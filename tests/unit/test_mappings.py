"""Mappings of local extracts in the settings: what they name is there, and a slip is told with its line."""

from pathlib import Path

import pytest

from csc_metrics.contracts.records.tables import words_by_column
from csc_metrics.settings.read import SettingsFault, read_settings


def message_of(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsFault) as met:
        read_settings(path, record_words=words_by_column())
    return str(met.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[columns.meetngs]\nheld_at = "Held"\n',
            ["line 1: columns.meetngs: 'meetngs' is none of our tables.", "meetings"],
        ),
        (
            '[columns.meetings]\nheld = "Held"\n',
            ["line 2: columns.meetings.held: 'held' is no column of meetings.", "held_at"],
        ),
        ("[codes.visit]\n", ["line 1: codes.visit: 'visit' is none of our tables.", "Did you mean visits"]),
        (
            '[codes.meetings.stauts]\n"Done" = "held"\n',
            ["line 1: codes.meetings.stauts: 'stauts' is no column", "status"],
        ),
        (
            '[codes.meetings.status]\n"Done" = "hold"\n',
            ["line 2: codes.meetings.status.Done: 'hold' is none of our words. Did you mean held?", "held, pending"],
        ),
        ('[columns.attendance]\n"Social Worker" = "SW"\n', ["line 2: ", "small letters and underscores"]),
        ('[records.files]\n"x.xlsx" = "visit"\n', ['line 2: records.files."x.xlsx": ', "Did you mean visits"]),
        ('[records]\nauthority = "Tamesyde"\n', ["line 2: records.authority: ", "Did you mean Tameside?"]),
    ],
)
def test_a_slip_in_a_mapping_is_told_with_its_line_and_what_is_right(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    message = message_of(tmp_path / "settings.toml", text)
    assert [said for said in told if said not in message] == [], message


def test_all_slips_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = '[codes.meetings.status]\n"Done" = "hold"\n[columns.meetngs]\nheld_at = "Held"\n'
    lines = message_of(tmp_path / "settings.toml", text).splitlines()
    assert lines[0].endswith("2 faults in the settings.")
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["line 2", "line 3"]


def test_mappings_that_name_what_is_there_are_taken_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        '[records]\nauthority = "001"\nfiles = {"sm*.csv" = "attendance"}\n'
        '[columns.meetings]\nheld_at = "Date of meeting"\n'
        '[columns.attendance]\nmeeting_id = "Ref"\nyouth_justice = "YJS"\n'
        '[codes.invitations]\nattendance = {"No" = "no_response"}\nagency = {"Plod" = "police"}\n',
        encoding="utf-8",
    )
    settings = read_settings(path, record_words=words_by_column())
    assert settings.columns["meetings"] == {"held_at": "Date of meeting"}
    assert settings.codes["invitations"]["agency"] == {"Plod": "police"}
    assert settings.records.files == {"sm*.csv": "attendance"}
