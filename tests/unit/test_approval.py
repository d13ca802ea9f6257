"""Draft or approved: what the settings may say of it, and how a page says so."""

from datetime import date
from pathlib import Path

import pytest

from csc_metrics.report.approval import approval_words, is_approved
from csc_metrics.settings.model import Settings
from csc_metrics.settings.printed import printed_settings
from csc_metrics.settings.read import SettingsFault, read_settings

APPROVED = '[report]\nstatus = "approved"\napproved_by = "{by}"\napproved_on = 2026-11-21\n'
DIRECTOR = "Director of Children's Services"


def settings_of(folder: Path, text: str) -> Settings:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsFault) as error:
        settings_of(folder, text)
    return [fault.strip() for fault in str(error.value).splitlines()[1:]]


def test_a_report_is_a_draft_unless_the_settings_say_otherwise() -> None:
    assert approval_words(Settings()) == "Draft: not yet approved."
    assert not is_approved(Settings())


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (DIRECTOR, "Approved by the Director of Children's Services on 21 November 2026."),
        ("the improvement board", "Approved by the improvement board on 21 November 2026."),
        ("The improvement board", "Approved by the improvement board on 21 November 2026."),
        ("Theme lead, front door", "Approved by the Theme lead, front door on 21 November 2026."),
    ],
)
def test_an_approved_report_says_by_whom_and_when(tmp_path: Path, by: str, words: str) -> None:
    settings = settings_of(tmp_path, APPROVED.format(by=by))
    assert approval_words(settings) == words
    assert is_approved(settings)


def test_a_draft_that_names_who_will_approve_is_a_draft_all_the_same(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, APPROVED.format(by=DIRECTOR).replace('"approved"', '"draft"'))
    assert approval_words(settings) == "Draft: not yet approved."
    assert not is_approved(settings)


@pytest.mark.parametrize(
    ("newest", "is_approved_now", "words"),
    [
        (date(2026, 11, 20), True, "Approved by the Director of Children's Services on 21 November 2026."),
        (date(2026, 11, 21), True, "Approved by the Director of Children's Services on 21 November 2026."),
        (
            date(2026, 11, 22),
            False,
            "Draft: not yet approved. What the Director of Children's Services approved on 21 November 2026 were "
            "earlier figures: these go up to 22 November 2026.",
        ),
    ],
)
def test_an_approval_does_not_reach_figures_that_came_after_it(
    tmp_path: Path, newest: date, *, is_approved_now: bool, words: str
) -> None:
    settings = settings_of(tmp_path, APPROVED.format(by=DIRECTOR))
    assert approval_words(settings, newest=newest) == words
    assert is_approved(settings, newest=newest) == is_approved_now


def test_the_day_of_newest_figures_makes_no_draft_approved() -> None:
    assert approval_words(Settings(), newest=date(2026, 1, 1)) == "Draft: not yet approved."


BY = f'Write a role in quotes, on one line, such as "{DIRECTOR}", not a person\'s name; "" for a draft.'
ON = 'Write a date such as 2026-11-21, without quotes, or "not set" for a draft.'


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            '\n[report]\nstatus = "approved"',
            [
                f'line 2: report.approved_by = "": the status is "approved", but nobody is named who approved. {BY}',
                f'line 2: report.approved_on = "not set": the status is "approved", but no day is given. {ON}',
            ],
        ),
        (
            f'[report]\napproved_by = "{DIRECTOR}"\napproved_on = "not set"\nstatus = "approved"',
            [f'line 3: report.approved_on = "not set": the status is "approved", but no day is given. {ON}'],
        ),
        (
            '[report]\nstatus = "approved"\napproved_on = 2026-11-21\napproved_by = " "',
            [f'line 4: report.approved_by = " ": the status is "approved", but nobody is named who approved. {BY}'],
        ),
        (
            '[report]\nstatus = "aproved"',
            [
                'line 2: report.status = "aproved" is not allowed. Write "draft" or "approved", in quotes. '
                "Did you mean approved?"
            ],
        ),
        (
            APPROVED.format(by=DIRECTOR).replace("2026-11-21", '"21 November 2026"'),
            [f'line 4: report.approved_on = "21 November 2026" is not allowed. {ON}'],
        ),
        (APPROVED.format(by="one\\nother"), [f'line 3: report.approved_by = "one\\nother" is not allowed. {BY}']),
        (
            APPROVED.format(by="\\u202Eby"),
            [f'line 3: report.approved_by = "\N{RIGHT-TO-LEFT OVERRIDE}by" is not allowed. {BY}'],
        ),
        (
            '[report]\napproved = "yes"',
            ["line 2: report.approved is not a setting. Did you mean approved_on or approved_by?"],
        ),
    ],
)
def test_an_approval_that_is_not_whole_is_told_by_line(tmp_path: Path, text: str, faults: list[str]) -> None:
    assert faults_of(tmp_path, text) == faults


def test_who_approved_is_told_in_a_hundred_characters_at_most(tmp_path: Path) -> None:
    assert is_approved(settings_of(tmp_path, APPROVED.format(by="a" * 100)))
    (fault,) = faults_of(tmp_path, APPROVED.format(by="a" * 101))
    assert fault.startswith("line 3: report.approved_by = ")


def test_the_approval_is_printed_among_the_settings(tmp_path: Path) -> None:
    rows = {
        row.key: (row.value, row.is_default)
        for row in printed_settings(settings_of(tmp_path, APPROVED.format(by="DCS")))
    }
    assert rows["report.status"] == ("approved", False)
    assert rows["report.approved_by"] == ("DCS", False)
    assert rows["report.approved_on"] == ("2026-11-21", False)
