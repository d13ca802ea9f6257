"""Referrals, assessments, enquiries and plans of a made-up authority, as its case system tells of them on a day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.sample.allocations import Workload
from csc_metrics.sample.chance import Bools, Ints
from csc_metrics.sample.course import CARE, NO_ACTION, NOT_IN_NEED
from csc_metrics.sample.day_numbers import NEVER, after_working_days, as_days, number_of
from csc_metrics.sample.england import FACTORS, REFERRAL_SOURCES
from csc_metrics.sample.families import BEGINS_ON
from csc_metrics.sample.people import People, identifiers, numbered
from csc_metrics.sample.staff import POOLS, Staff
from csc_metrics.sample.story import DRAWN_ON

_LATE: Final = (0.03, 25)
"""Share of what happens that is recorded late, and by how many days at most."""
_NEEDS: Final = {"N1": 560, "N2": 90, "N3": 35, "N4": 95, "N5": 150, "N6": 25, "N7": 5, "N8": 20, "N9": 5, "N0": 15}
_AFTER_ASSESSMENT: Final = {"RC8": 74, "RC9": 26}
_AFTER_SERVICE: Final = {"RC7": 88, "RC5": 6, "RC3": 3, "RC4": 2, "RC2": 1}
_AFTER_CARE: Final = {"RC7": 72, "RC4": 12, "RC1": 7, "RC3": 7, "RC6": 2}
_REASONS: Final = (_AFTER_ASSESSMENT, _AFTER_SERVICE, _AFTER_CARE)
_MOST_ENQUIRIES: Final = 4
"""More than a case has, so that identifiers of enquiries differ."""
_MOST_FACTORS: Final = 6
_END_REASONS: Final = {
    "cin_plan": ("Needs met", "Step up to child protection", "Family moved away"),
    "cp": ("Step down to child in need", "Risk reduced", "Became looked after"),
    "cla": ("Returned home", "Special guardianship order", "Adopted", "Reached 18"),
}


@dataclass(frozen=True, kw_only=True)
class Casework:
    """The parts of children in cases and what chance adds to them. people, workload: of the authority."""

    people: People
    workload: Workload

    @cached_property
    def late(self) -> dict[str, Ints]:
        """Days by which the referral, the authorisation and the closing of each part are recorded after they were."""
        count = len(self.people.case)
        chance = self.people.story.chance("late recording")
        share, most = _LATE
        found = {
            name: np.where(chance.is_so(share, count), 1 + chance.below(most, count), 0)
            for name in ("referral", "authorised", "closed")
        }
        happened = {"authorised": self.people.of(self.people.cases.course.authorised), "closed": self.people.closed}
        for name, days in happened.items():
            found[name] = np.where(_crosses_a_census(days, found[name]), 0, found[name])
        return found

    @cached_property
    def source(self) -> Ints:
        """Place of the source of each part's referral among England's sources."""
        chance = self.people.story.chance("sources")
        return chance.pick(list(REFERRAL_SOURCES.values()), len(self.people.cases.referred))[self.people.case]

    @cached_property
    def need(self) -> Ints:
        """Place of the primary need of each part."""
        chance = self.people.story.chance("needs")
        return chance.pick(list(_NEEDS.values()), len(self.people.cases.referred))[self.people.case]

    def is_told(self, on: int) -> Bools:
        """Whether the case system tells of each part on a day."""
        return self.people.referred + self.late["referral"] <= on

    def ids(self, letter: str, parts: Ints) -> pl.Series:
        """Return identifiers of referrals, assessments or enquiries of parts. letter: which of these."""
        return identifiers(f"{letter}{self.people.story.la_code}", parts)

    @cached_property
    def team(self) -> list[str]:
        """The team of the first worker of each part; none where there was no worker."""
        worker = self.workload.first_worker(len(self.people.cases.referred))[self.people.case]
        names = [*team_names(self.workload.staff), ""]
        return [names[place] for place in worker]

    def teams(self, parts: Ints) -> pl.Series:
        """Return the team of the first worker of each of some parts, empty where there was no worker."""
        return pl.Series([self.team[part] or None for part in parts], dtype=pl.String)


def _crosses_a_census(days: Ints, late: Ints) -> Bools:
    """Whether a 31 March lies between an event and its recording: before a census, records are brought up to date."""
    censuses = np.array([number_of(date(year, 3, 31)) for year in range(BEGINS_ON.year, DRAWN_ON.year + 1)])
    crosses: Bools = np.searchsorted(censuses, days) != np.searchsorted(censuses, days + late)
    return crosses


def team_names(staff: Staff) -> list[str]:
    """Return the name of each worker's team."""
    return [f"{POOLS[pool]} {team + 1}" for pool, team in zip(staff.pool, staff.team, strict=True)]


def known(days: Ints, *, on: int, late: Ints | int = 0) -> pl.Series:
    """Return days as a case system tells them on a day, empty where they are still to come or to be recorded."""
    return as_days(np.where(days + late <= on, days, NEVER), known_on=on)


def words(told: dict[str, int] | tuple[str, ...], places: Ints) -> pl.Series:
    """Return the words at places of a list. told: the list, or words and how often each falls out."""
    return pl.Series(np.array(list(told))[places], dtype=pl.String)


def only(cells: pl.Series, is_there: Bools | pl.Series) -> pl.Series:
    """Return cells, those empty of which something is not so."""
    return pl.DataFrame({"cell": cells, "there": is_there}).select(pl.when("there").then("cell")).to_series()


def referrals_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return the referrals. on: day on which they are told. Returns: columns of the clean table `referrals`."""
    people, course = work.people, work.people.cases.course
    parts = np.nonzero(work.is_told(on))[0]
    case = people.case[parts]
    closed = known(people.closed[parts], on=on, late=work.late["closed"][parts])
    return pl.DataFrame(
        {
            "referral_id": work.ids("R", parts),
            "child_id": people.child_ids(people.child[parts]),
            "referred_on": known(people.referred[parts], on=on),
            "source": words(tuple(REFERRAL_SOURCES), work.source[parts]),
            "decided_on": known(course.decided[case], on=on),
            "is_no_further_action": pl.Series(course.kind[case] == NO_ACTION),
            "closed_on": closed,
            "closure_reason": only(_closure_reasons(work, parts), closed.is_not_null()),
            "primary_need": words(_NEEDS, work.need[parts]),
        }
    )


def _closure_reasons(work: Casework, parts: Ints) -> pl.Series:
    people = work.people
    kind = people.cases.course.kind[people.case]
    chance = people.story.chance("closure reasons")
    count = len(people.cases.referred)
    drawn = [chance.pick(list(told.values()), count)[people.case] for told in _REASONS]
    told = [np.array(list(reasons))[places] for reasons, places in zip(_REASONS, drawn, strict=True)]
    found = np.select([kind <= NOT_IN_NEED, kind == CARE], [told[0], told[2]], default=told[1])
    return pl.Series(np.where(kind == NO_ACTION, "RC8", found)[parts], dtype=pl.String)


def _assessed(work: Casework, on: int) -> Ints:
    """Return the parts with an assessment that has started."""
    people = work.people
    started = people.of(people.cases.course.started)
    return np.nonzero(work.is_told(on) & (people.cases.course.kind[people.case] != NO_ACTION) & (started <= on))[0]


def authorised_days(work: Casework, parts: Ints, *, on: int) -> pl.Series:
    """Return the days on which assessments of parts were authorised, as told on a day."""
    people = work.people
    return known(people.of(people.cases.course.authorised)[parts], on=on, late=work.late["authorised"][parts])


def assessments_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return the assessments. on: day on which they are told. Returns: columns of the clean table `assessments`."""
    people, course = work.people, work.people.cases.course
    parts = _assessed(work, on)
    authorised = authorised_days(work, parts, on=on)
    chance = people.story.chance("about assessments")
    count = len(people.cases.referred)
    seen = course.started + chance.pick((22, 18, 14, 12, 9, 8, 6, 5, 3, 2, 1), count)
    reviewed = after_working_days(np.minimum(course.started, on), 4 + chance.pick((10, 25, 30, 20, 10, 5), count))
    is_seen, is_reviewed = chance.is_so(0.94, count), chance.is_so(0.86, count)
    case = people.case[parts]
    ended = people.of(course.authorised)[parts]
    return pl.DataFrame(
        {
            "assessment_id": work.ids("A", parts),
            "child_id": people.child_ids(people.child[parts]),
            "referral_id": work.ids("R", parts),
            "referred_on": known(people.referred[parts], on=on),
            "started_on": known(people.of(course.started)[parts], on=on),
            "authorised_on": authorised,
            "outcome": only(_outcomes(course.kind[case], parts), authorised.is_not_null()),
            "child_seen_on": only(known(np.minimum(seen[case], ended), on=on), is_seen[case]),
            "manager_reviewed_on": only(known(np.minimum(reviewed[case], ended), on=on), is_reviewed[case]),
            "team": work.teams(parts),
        }
    )


def _outcomes(kind: Ints, parts: Ints) -> pl.Series:
    """Return the outcome of each assessment: of those who are not in need, some are passed to early help."""
    found = np.where(kind == NOT_IN_NEED, np.where(parts % 4 == 0, "early_help", "not_in_need"), "in_need")
    return pl.Series(found, dtype=pl.String)


def factors_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return the factors of assessments that were authorised. Returns: columns of `assessment_factors`."""
    people = work.people
    parts = _assessed(work, on)
    done = parts[authorised_days(work, parts, on=on).is_not_null().to_numpy()]
    chance = people.story.chance("factors")
    count = len(people.case)
    many = np.minimum(1 + chance.pick((30, 24, 18, 12, 8, 4), count), _MOST_FACTORS)
    drawn = np.stack([chance.pick(list(FACTORS.values()), count) for _ in range(_MOST_FACTORS)], axis=1)
    row, place = np.nonzero(np.arange(_MOST_FACTORS)[None, :] < many[done][:, None])
    found = pl.DataFrame(
        {"assessment_id": work.ids("A", done[row]), "factor": words(tuple(FACTORS), drawn[done[row], place])}
    )
    return found.unique(maintain_order=True)


def enquiries_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return the section 47 enquiries. Returns: columns of the clean table `section_47_enquiries`."""
    parts, meeting = enquiry_parts(work, on=on)
    enquiries = work.people.cases.course.enquiries
    conference = enquiries.conference[meeting]
    chance = work.people.story.chance("about enquiries")
    alone = words(
        ("substantiated_no_conference", "not_substantiated", "no_further_action", "other"),
        chance.pick((38, 34, 24, 4), len(enquiries.case))[meeting],
    )
    outcome = pl.DataFrame({"alone": alone, "conference": conference != NEVER}).select(
        pl.when("conference").then(pl.lit("conference")).otherwise("alone")
    )
    return pl.DataFrame(
        {
            "enquiry_id": enquiry_ids(work, parts, meeting),
            "child_id": work.people.child_ids(work.people.child[parts]),
            "referral_id": work.ids("R", parts),
            "strategy_discussion_on": known(enquiries.discussed[meeting], on=on),
            "icpc_on": known(conference, on=on),
            "is_icpc_not_required": pl.Series(conference == NEVER),
            "outcome": outcome.to_series(),
        }
    )


def enquiry_parts(work: Casework, *, on: int) -> tuple[Ints, Ints]:
    """Return the part of each child in each enquiry, and its meeting: one child and day once."""
    people, enquiries = work.people, work.people.cases.course.enquiries
    begun = np.nonzero(enquiries.is_enquiry & (enquiries.discussed <= on))[0]
    parts, meeting = parts_of_cases(people, enquiries.case[begun], begun)
    is_open = work.is_told(on)[parts] & (enquiries.discussed[meeting] <= people.closed[parts])
    return parts[is_open], meeting[is_open]


def enquiry_ids(work: Casework, parts: Ints, meeting: Ints) -> pl.Series:
    """Return identifiers of enquiries: a case may have a second one."""
    number = pl.DataFrame({"part": parts, "meeting": meeting}).select(
        pl.col("meeting").rank("ordinal").over("part").cast(pl.Int64) - 1
    )
    return work.ids("E", parts * _MOST_ENQUIRIES + number.to_series().to_numpy())


def parts_of_cases(people: People, cases: Ints, numbers: Ints) -> tuple[Ints, Ints]:
    """Return the parts of children in cases, each beside the number that came with the case."""
    order = np.argsort(people.case, kind="stable")
    in_order = people.case[order]
    first = np.searchsorted(in_order, cases, side="left")
    many = np.searchsorted(in_order, cases, side="right") - first
    return order[np.repeat(first, many) + numbered(many)], np.repeat(numbers, many)


def plans_table(work: Casework, *, on: int) -> pl.DataFrame:
    """Return plans and periods of care. Returns: columns of the clean table `plans`."""
    course = work.people.cases.course
    told = (("cin_plan", course.cin), ("cp", course.protection), ("cla", course.care), ("cin_plan", course.step_down))
    found = [_plans_of(work, name, spell, place=place, on=on) for place, (name, spell) in enumerate(told)]
    return pl.concat(found).unique(["child_id", "plan_type", "started_on"], keep="first", maintain_order=True)


def _plans_of(work: Casework, name: str, spell: tuple[Ints, Ints], *, place: int, on: int) -> pl.DataFrame:
    people = work.people
    first, last = spell[0][people.case], people.of(spell[1])
    parts = np.nonzero(work.is_told(on) & (first <= on) & (first < people.closed))[0]
    ended = known(np.maximum(last, first)[parts], on=on)
    reason = people.story.chance("end reasons", str(place)).below(len(_END_REASONS[name]), len(people.case))
    return pl.DataFrame(
        {
            "child_id": people.child_ids(people.child[parts]),
            "plan_type": pl.repeat(name, len(parts), eager=True),
            "started_on": known(first[parts], on=on),
            "ended_on": ended,
            "end_reason": only(words(_END_REASONS[name], reason[parts]), ended.is_not_null()),
        }
    )
