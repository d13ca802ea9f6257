"""The course of a family's case, from the day of the referral to the day on which it closes."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from csc_metrics.sample.chance import Bools, Chance, Floats, Ints
from csc_metrics.sample.day_numbers import MINUTES_IN_A_DAY, NEVER, after_working_days, number_of
from csc_metrics.sample.england import CONFERENCE_BANDS, DURATION_BANDS
from csc_metrics.sample.joining import joined
from csc_metrics.sample.story import Backlog, Story, over_time, since

NO_ACTION, NOT_IN_NEED, IN_NEED, CIN_PLAN, PROTECTION, CARE = range(6)
"""Kinds of course: no further action on the referral; not in need after assessment; in need without a plan; a child in
need plan; a child protection plan; looked after."""
_KINDS: Final = (65, 308, 215, 275, 93, 44)
"""How many of a thousand referrals take each course. Source of the first two: DfE, children in need 2025, table c1; the
others are made up so that children in need, on plans and looked after are about as many as in England."""
_SHARE_WITH_ENQUIRY: Final = np.array([0.0, 0.22, 0.32, 0.46, 1.0, 0.55])
_SHARE_WITH_MEETING_ALONE: Final = np.array([0.0, 0.05, 0.06, 0.05, 0.0, 0.05])
_SHARE_WITH_CONFERENCE: Final = np.array([0.0, 0.0, 0.01, 0.05, 1.0, 0.08])
_START_AFTER: Final = (60, 25, 9, 4, 2)
_DECIDED_AFTER: Final = (79, 16, 3, 2)
_CLOSED_UNDER_NO_ACTION_AFTER: Final = (70, 25, 5)
_IN_NEED_FOR_DAYS: Final = (5, 30, 55, 80, 110, 150, 210, 300, 430)
_CIN_PLAN_DAYS: Final = (14, 60, 90, 120, 155, 190, 235, 300, 400, 560, 900)
_PROTECTION_DAYS: Final = (30, 88, 120, 175, 215, 260, 300, 350, 420, 560, 900)
_CARE_DAYS: Final = (3, 60, 170, 330, 560, 800, 1050, 1350, 1700, 2100, 2600)
_STEP_DOWN_DAYS: Final = (60, 85, 95, 120, 200)
_STEPS_UP: Final = 0.08
_STEPS_DOWN: Final = 0.55
_COMES_INTO_CARE: Final = 0.08
_SHARE_ON_THE_DAY: Final = 0.8
_DAYTIME: Final = (9 * 60, 17 * 60)
_OUT_OF_HOURS: Final = 0.07


@dataclass(frozen=True, kw_only=True)
class Enquiries:
    """Strategy meetings of cases, each with the enquiry that may begin at it.

    case: place of the case. decided, held: minutes. discussed, conference: days; conference is NEVER where there is
    none. is_enquiry: whether a section 47 enquiry began.
    """

    case: Ints
    decided: Ints
    held: Ints
    discussed: Ints
    conference: Ints
    is_enquiry: Bools


@dataclass(frozen=True, kw_only=True)
class Course:
    """What becomes of cases, one entry for each; NEVER where a day does not come.

    All but `kind` and `enquiries` are days. cin, protection, care: first and last day of each plan; step_down: of a
    child in need plan after protection.
    """

    kind: Ints
    decided: Ints
    started: Ints
    authorised: Ints
    cin: tuple[Ints, Ints]
    protection: tuple[Ints, Ints]
    care: tuple[Ints, Ints]
    step_down: tuple[Ints, Ints]
    closed: Ints
    enquiries: Enquiries


def course_of(referred: Ints, *, story: Story, chance: Chance) -> Course:
    """Return what becomes of cases referred on these days. chance: of this authority and time."""
    count = len(referred)
    kind = chance.pick(_KINDS, count)
    is_assessed = kind != NO_ACTION
    started = after_working_days(referred, chance.pick(_START_AFTER, count))
    first = _first_meetings(referred, kind, story=story, chance=chance)
    authorised = _not_before_the_meeting(_authorised(referred, started, story=story, chance=chance), first)
    steps_up = (kind == CIN_PLAN) & chance.is_so(_STEPS_UP, count)
    plans = _plans(referred, kind, authorised, first, steps_up=steps_up, story=story, chance=chance)
    return Course(
        kind=kind,
        decided=after_working_days(referred, chance.pick(_DECIDED_AFTER, count)),
        started=np.where(is_assessed, started, NEVER),
        authorised=np.where(is_assessed, authorised, NEVER),
        cin=plans.cin,
        protection=plans.protection,
        care=plans.care,
        step_down=plans.step_down,
        closed=_closed(referred, kind, authorised, plans, chance=chance),
        enquiries=joined(Enquiries, [first, plans.second]),
    )


def from_bands(bands: tuple[tuple[int, int, int], ...], shares: Floats) -> Ints:
    """Return whole numbers whose shares in bands are those given, even within a band. bands: first, last, how many."""
    upto = np.cumsum([0, *(many for _, _, many in bands)])
    place = shares * int(upto[-1])
    band = np.minimum(np.searchsorted(upto, place, side="right") - 1, len(bands) - 1)
    first = np.array([low for low, _, _ in bands])[band]
    width = np.array([high - low + 1 for low, high, _ in bands])[band]
    many = np.array([many for _, _, many in bands])[band]
    within = (place - upto[band]) / many
    return np.asarray(first + np.minimum(np.floor(within * width), width - 1), dtype=np.int64)


def _authorised(referred: Ints, started: Ints, *, story: Story, chance: Chance) -> Ints:
    """Return the day on which each assessment is authorised: of some only when a backlog is cleared."""
    count = len(referred)
    shares = chance.shares(count)
    haste = over_time(story.haste, referred)
    bent = shares - haste * shares * (1 - shares)  # still from 0 to 1, and in the same order
    authorised = after_working_days(started, from_bands(DURATION_BANDS, bent))
    is_left, cleared = chance.shares(count), chance.shares(count)
    if story.backlog is None:
        return authorised
    return _left_lying(story.backlog, referred, authorised, is_left=is_left, cleared=cleared)


def _left_lying(backlog: Backlog, referred: Ints, authorised: Ints, *, is_left: Floats, cleared: Floats) -> Ints:
    """Return days of authorisation, those of a share of the backlog's referrals put off until it is cleared."""
    within = (referred >= number_of(backlog.first_on)) & (referred <= number_of(backlog.last_on))
    is_stuck = within & (is_left < backlog.share)
    first, last = number_of(backlog.cleared_from), number_of(backlog.cleared_to)
    day = after_working_days(first + np.floor(cleared * (last - first)).astype(np.int64), 1)
    return np.where(is_stuck, np.maximum(day, authorised), authorised)


def meetings_decided_on(days: Ints, *, story: Story, chance: Chance) -> tuple[Ints, Ints]:
    """Return when strategy meetings are decided on, on given days, and when they are held, in minutes."""
    count = len(days)
    opens, closes = _DAYTIME
    late = chance.is_so(_OUT_OF_HOURS, count)
    minute = np.where(late, chance.below(MINUTES_IN_A_DAY - closes - 60, count) + closes, 0)
    minute = np.where(late, minute, opens + chance.below(closes - opens, count))
    decided = days * MINUTES_IN_A_DAY + minute
    waits = [chance.between(hours, count) for _, hours in story.wait_hours]
    when = since(days, [day for day, _ in story.wait_hours])
    wait = np.select([when == place for place in range(len(waits))], waits)
    held = decided + 5 * np.floor(wait * 12).astype(np.int64) + 5
    return decided, held


def _first_meetings(referred: Ints, kind: Ints, *, story: Story, chance: Chance) -> Enquiries:
    count = len(referred)
    share = chance.shares(count)
    is_enquiry = share < _SHARE_WITH_ENQUIRY[kind]
    is_held = share < (_SHARE_WITH_ENQUIRY + _SHARE_WITH_MEETING_ALONE)[kind]
    later = np.where(chance.is_so(_SHARE_ON_THE_DAY, count) | (kind == NO_ACTION), 0, chance.below(12, count))
    decided, held = meetings_decided_on(referred + later, story=story, chance=chance)
    discussed = held // MINUTES_IN_A_DAY
    conferring = is_enquiry & (chance.shares(count) * _SHARE_WITH_ENQUIRY[kind] < _SHARE_WITH_CONFERENCE[kind])
    conference = after_working_days(discussed, from_bands(CONFERENCE_BANDS, chance.shares(count)))
    case = np.nonzero(is_held)[0].astype(np.int64)
    return Enquiries(
        case=case,
        decided=decided[case],
        held=held[case],
        discussed=discussed[case],
        conference=np.where(conferring, conference, NEVER)[case],
        is_enquiry=is_enquiry[case],
    )


def _not_before_the_meeting(authorised: Ints, first: Enquiries) -> Ints:
    """Return days of authorisation, none before an enquiry has begun that belongs to the assessment."""
    later = authorised.copy()
    later[first.case] = np.maximum(later[first.case], after_working_days(first.discussed, 1))
    return later


@dataclass(frozen=True, kw_only=True)
class _Plans:
    cin: tuple[Ints, Ints]
    protection: tuple[Ints, Ints]
    care: tuple[Ints, Ints]
    step_down: tuple[Ints, Ints]
    second: Enquiries


def _plans(
    referred: Ints, kind: Ints, authorised: Ints, first: Enquiries, *, steps_up: Bools, story: Story, chance: Chance
) -> _Plans:
    count = len(kind)
    conference = np.full(count, NEVER, dtype=np.int64)
    conference[first.case] = first.conference
    cin_from = authorised + chance.below(8, count)
    cin_to = cin_from + _days(_CIN_PLAN_DAYS, count, chance)
    second = _second_meetings(cin_from, cin_to, np.nonzero(steps_up)[0], story=story, chance=chance)
    cin_to[second.case] = second.conference
    conference[second.case] = second.conference
    is_protected = (kind == PROTECTION) | steps_up
    protected_to = conference + _days(_PROTECTION_DAYS, count, chance)
    ends_in = chance.shares(count)
    is_down = is_protected & (ends_in < _STEPS_DOWN)
    comes_into_care = is_protected & (ends_in >= 1 - _COMES_INTO_CARE)
    down_to = protected_to + 1 + _days(_STEP_DOWN_DAYS, count, chance)
    care_from = np.where(kind == CARE, referred + chance.below(30, count), protected_to)
    care_to = care_from + _days(_CARE_DAYS, count, chance)
    return _Plans(
        cin=_spell(kind == CIN_PLAN, cin_from, cin_to),
        protection=_spell(is_protected, conference, protected_to),
        care=_spell((kind == CARE) | comes_into_care, care_from, care_to),
        step_down=_spell(is_down, protected_to + 1, down_to),
        second=second,
    )


def _days(levels: tuple[int, ...], count: int, chance: Chance) -> Ints:
    return np.floor(chance.between(levels, count)).astype(np.int64)


def _spell(is_there: Bools, first: Ints, last: Ints) -> tuple[Ints, Ints]:
    return np.where(is_there, first, NEVER), np.where(is_there, last, NEVER)


def _second_meetings(cin_from: Ints, cin_to: Ints, cases: Ints, *, story: Story, chance: Chance) -> Enquiries:
    """Return the strategy meetings of children who come to be protected while on a child in need plan."""
    count = len(cases)
    length = np.maximum(cin_to[cases] - cin_from[cases], 1)
    days = cin_from[cases] + chance.below(length, count)
    decided, held = meetings_decided_on(days, story=story, chance=chance)
    discussed = held // MINUTES_IN_A_DAY
    return Enquiries(
        case=cases.astype(np.int64),
        decided=decided,
        held=held,
        discussed=discussed,
        conference=after_working_days(discussed, from_bands(CONFERENCE_BANDS, chance.shares(count))),
        is_enquiry=np.ones(count, dtype=np.bool_),
    )


def _closed(referred: Ints, kind: Ints, authorised: Ints, plans: _Plans, *, chance: Chance) -> Ints:
    count = len(kind)
    no_action = after_working_days(referred, chance.pick(_CLOSED_UNDER_NO_ACTION_AFTER, count))
    in_need = authorised + _days(_IN_NEED_FOR_DAYS, count, chance)
    wait = chance.below(9, count)
    ends = [plans.cin, plans.protection, plans.care, plans.step_down]
    last = np.max([np.where(last == NEVER, 0, last) for _, last in ends], axis=0)
    return np.select(
        [kind == NO_ACTION, kind == NOT_IN_NEED, kind == IN_NEED],
        [no_action, authorised + wait, in_need],
        default=np.maximum(last, authorised) + wait,
    ).astype(np.int64)
