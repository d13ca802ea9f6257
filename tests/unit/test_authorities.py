"""Authorities: 153 current, 5 that ended; every code and name finds one, and a wrong one is told the right ones."""

from datetime import date

import pytest

from csc_metrics.contracts.authorities import (
    UnknownAuthority,
    authorities,
    authority_codes_on,
    current_authorities,
    find_authority,
)
from csc_metrics.contracts.vocabulary import REGIONS

ENDED = {"835", "836", "837", "909", "928"}


def error_of(name: str) -> str:
    with pytest.raises(UnknownAuthority) as caught:
        find_authority(name)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_there_are_153_current_authorities_and_five_that_ended() -> None:
    assert len(current_authorities()) == 153
    assert {code for code, authority in authorities().items() if not authority.is_current} == ENDED


def test_every_code_has_three_digits_and_a_region_that_dfe_prints() -> None:
    for code, authority in authorities().items():
        assert code == authority.la_code
        assert len(code) == 3
        assert code.isdigit()
        assert authority.region_code in REGIONS
        assert authority.region_code != "E12000007", "London authorities lie in Inner or Outer London"


@pytest.mark.parametrize("authority", current_authorities(), ids=lambda authority: authority.la_code)
def test_every_code_name_and_ons_code_finds_its_authority(authority) -> None:
    for spelling in (authority.la_code, authority.name, *authority.other_names, *authority.ons_codes):
        assert find_authority(spelling) == authority
        assert find_authority(f"  {spelling.upper()} ") == authority
        assert find_authority(spelling.lower()) == authority


@pytest.mark.parametrize("code", sorted(ENDED))
def test_an_authority_that_ended_is_found_by_its_code(code: str) -> None:
    assert find_authority(code).la_code == code


def test_no_two_current_authorities_share_a_name_a_slug_or_an_ons_code() -> None:
    spellings_of_each = [{one.name.casefold(), *map(str.casefold, one.other_names)} for one in current_authorities()]
    names = [name for spellings in spellings_of_each for name in spellings]
    slugs = [one.slug for one in authorities().values()]
    ons_codes = [code for one in authorities().values() for code in one.ons_codes]
    for spellings in (names, slugs, ons_codes):
        assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("spelling", "la_code"),
    [
        ("Bedford Borough Council", "822"),
        ("Durham", "840"),
        ("County Durham", "840"),
        ("Herefordshire", "884"),
        ("Herefordshire, County of", "884"),
        ("Hull", "810"),
        ("Kingston upon Hull, City of", "810"),
        ("kingston upon hull city of", "810"),
        ("St. Helens", "342"),
        ("st helens", "342"),
        ("Bournemouth, Christchurch & Poole", "839"),
        ("Bournemouth Christchurch and Poole", "839"),
        ("London Borough of Camden", "202"),
        ("Tameside Metropolitan Borough Council", "357"),
        ("Tameside MBC", "357"),
        ("Dorset", "838"),
        ("Brighton & Hove", "846"),
    ],
)
def test_the_spellings_of_different_files_and_of_councils_find_the_authority(spelling: str, la_code: str) -> None:
    assert find_authority(spelling).la_code == la_code


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Tamside", "Tameside"),
        ("Traford", "Trafford"),
        ("Sandwel", "Sandwell"),
        ("Essx", "Essex"),
        ("Bristoll", "Bristol?"),
    ],
)
def test_a_wrong_name_gets_the_nearest_right_ones_and_the_ways_to_name_one(name: str, hint: str) -> None:
    message = error_of(name)
    assert message.startswith(f"No authority is called {name!r}. Did you mean ")
    assert hint in message
    assert "Give DfE's three-digit code (357) or the name (Tameside)." in message


@pytest.mark.parametrize("names", ["Camden,Leeds", "Camden; Leeds", "357, 383", "St. Helens, Bristol"])
def test_several_names_in_one_are_told_from_a_wrong_name(names: str) -> None:
    assert error_of(names) == (
        f"{names!r} names several authorities. Give each by itself: --authority NAME, as often as needed."
    )


@pytest.mark.parametrize("name", ["000", "E06999999", "qqqqqq", ""])
def test_what_is_near_nothing_gets_no_hint(name: str) -> None:
    message = error_of(name)
    assert f"No authority is called {name!r}." in message
    assert "Did you mean" not in message


@pytest.mark.parametrize(
    ("name", "successors"),
    [
        ("Cumbria", ["Cumberland (942)", "Westmorland and Furness (943)"]),
        ("Northamptonshire", ["North Northamptonshire (940)", "West Northamptonshire (941)"]),
        ("Poole", ["Bournemouth, Christchurch and Poole (839)"]),
        ("bournemouth", ["Bournemouth, Christchurch and Poole (839)"]),
    ],
)
def test_the_name_of_one_that_ended_names_its_successors_its_end_and_its_code(name: str, successors: list[str]) -> None:
    message = error_of(name)
    ended = next(one for one in authorities().values() if one.name.casefold() == name.casefold())
    assert f"{ended.name} no longer exists: after {ended.existed_to} its area belongs to " in message
    assert all(successor in message for successor in successors)
    assert f"give the old code {ended.la_code} for the old figures" in message


def test_a_successor_begins_on_the_day_after_its_predecessors_end() -> None:
    for authority in current_authorities():
        for code in authority.predecessors:
            ended_on = authorities()[code].existed_to
            assert (authority.existed_from - ended_on).days == 1


@pytest.mark.parametrize(
    ("day", "how_many"),
    [
        (date(2019, 3, 31), 152),
        (date(2019, 4, 1), 151),
        (date(2021, 4, 1), 152),
        (date(2023, 3, 31), 152),
        (date(2023, 4, 1), 153),
    ],
)
def test_how_many_authorities_there_are_changes_on_the_day_of_a_reorganisation(day: date, how_many: int) -> None:
    assert len(authority_codes_on(day)) == how_many
