"""Made-up extracts of a region or of all England, five years of them: the same files for the same codes, of nobody.

Sizes go with the real number of children; identifiers are linked; about one row in a thousand of most tables is wrong.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.codes import words_of

DRAWN_ON: Final = date(2026, 3, 31)
"""The day of every extract."""
REFERRALS_A_CHILD: Final = 0.112
"""Referrals in five years for each child who lives there: so many that all England has about 16.6 million rows."""
_FIRST_DAY: Final = date(2021, 4, 1)
_DAYS: Final = (DRAWN_ON - _FIRST_DAY).days
_YOUNGEST, _OLDEST = 0, 17 * 365
_ONE_IN: Final = 1000
_FEWEST_REFERRALS: Final = 20
_AGENCIES: Final = ("social_worker", "police", "health", "education", "housing")
_MINUTES_OF_A_WORKING_DAY: Final = 480
_COMPRESSION_LEVEL: Final = 1


def write_made_up_extracts(raw: Path, la_code: str) -> int:
    """Write the extracts of one authority as `raw/<la_code>/<day>/<table>.parquet`. Returns: how many rows."""
    folder = raw / la_code / DRAWN_ON.isoformat()
    folder.mkdir(parents=True)
    rows = 0
    for name, table in made_up_tables(la_code).items():
        table.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=_COMPRESSION_LEVEL)
        rows += table.height
    return rows


def made_up_tables(la_code: str) -> dict[str, pl.DataFrame]:
    """Return the extracts of one authority by the name of their clean table; columns as the clean tables name them."""
    return _Authority(la_code).tables()


@cache
def _children_living_in() -> Mapping[str, int]:
    """Return code → children who live there, as the package carries them."""
    text = (files("csc_metrics.published") / "carried" / "published_figures.csv").read_text(encoding="utf-8")
    told = pl.read_csv(StringIO(text), infer_schema=False).filter(pl.col("series") == "population_0_to_17")
    newest = told.sort("year").group_by("area_code").last()
    return dict(newest.select("area_code", pl.col("value").cast(pl.Int64)).iter_rows())


class _Authority:
    """One authority under way; what falls out by chance is the same for the same code."""

    def __init__(self, la_code: str) -> None:
        self.la_code = la_code
        self.chance = np.random.default_rng(int(la_code))
        self.referrals = max(_FEWEST_REFERRALS, round(_children_living_in()[la_code] * REFERRALS_A_CHILD))
        self.children = int(self.referrals * 0.7)
        self.workers = self.referrals // 100 + 5

    def tables(self) -> dict[str, pl.DataFrame]:
        referrals = self._referrals()
        assessments = self._assessments(referrals)
        enquiries = self._enquiries(referrals)
        meetings = self._meetings(enquiries)
        return {
            "children": self._children(),
            "contacts": self._contacts(),
            "referrals": referrals,
            "assessments": assessments,
            "assessment_factors": self._factors(assessments),
            "section_47_enquiries": enquiries,
            "meetings": meetings,
            "meeting_children": self._meeting_children(meetings),
            "invitations": self._invitations(meetings),
            "workers": self._workers(),
            "allocations": self._allocations(),
            "plans": self._plans(),
            "visits": self._visits(),
        }

    def _numbers(self, below: int, rows: int) -> pl.Series:
        return pl.Series(self.chance.integers(0, below, rows))

    def _is(self, share: float, rows: int) -> pl.Series:
        return pl.Series(self.chance.random(rows) < share)

    def _rarely(self, rows: int) -> pl.Series:
        return self._is(1 / _ONE_IN, rows)

    def _words(self, words: Sequence[str], rows: int, *, empty: float = 0.0) -> pl.Series:
        found = pl.Series(list(words)).gather(self._numbers(len(words), rows))
        return _emptied(found, self._is(empty, rows)) if empty else found

    def _days(self, rows: int) -> pl.Series:
        return _day_at(self._numbers(_DAYS, rows))

    def _later(self, days: pl.Series, *, most: int, wrong: bool = True) -> pl.Series:
        """Return days on or after others, empty where not come yet; rarely (if wrong) before them."""
        rows = len(days)
        ahead = self._numbers(most + 1, rows)
        if wrong:
            ahead = pl.select(pl.when(self._rarely(rows)).then(-10).otherwise(ahead)).to_series()
        found = pl.select(days + pl.duration(days=pl.lit(ahead))).to_series()
        return _emptied(found, found > DRAWN_ON)

    def _moments(self, days: pl.Series) -> pl.Series:
        minutes = 541 + self._numbers(_MINUTES_OF_A_WORKING_DAY, len(days))
        return _minutes_after(days.cast(pl.Datetime("us")), minutes)

    def _child_ids(self, rows: int) -> pl.Series:
        return self._identifiers("c", self._numbers(self.children, rows))

    def _worker_ids(self, rows: int) -> pl.Series:
        return self._identifiers("w", self._numbers(self.workers, rows))

    def _identifiers(self, letter: str, numbers: pl.Series) -> pl.Series:
        return f"{letter}{self.la_code}" + numbers.cast(pl.String).str.zfill(7)

    def _numbered(self, letter: str, rows: int) -> pl.Series:
        return self._identifiers(letter, pl.Series(np.arange(rows)))

    def _teams(self, rows: int) -> pl.Series:
        return self._words([f"Team {number}" for number in range(1, 13)], rows, empty=0.02)

    def _children(self) -> pl.DataFrame:
        rows = self.children
        ages = self._numbers(_OLDEST, rows)
        return pl.DataFrame(
            {
                "child_id": self._numbered("c", rows),
                "born_on": _day_at(_DAYS - ages),
                "sex": self._words(words_of("sex")[:2], rows),
                "ethnicity": self._words(words_of("ethnicity"), rows, empty=0.03),
                "disability": _spoilt(self._words(words_of("disability"), rows), self._rarely(rows)),
            }
        )

    def _contacts(self) -> pl.DataFrame:
        rows = int(self.referrals * 1.3)
        made = self._days(rows)
        return pl.DataFrame(
            {
                "contact_id": self._numbered("k", rows),
                "child_id": self._child_ids(rows),
                "contacted_on": made,
                "source": self._words(words_of("referral_source"), rows, empty=0.01),
                "decided_on": self._later(made, most=3),
                "outcome": self._words(words_of("contact_outcome"), rows, empty=0.02),
                "is_out_of_hours": self._is(0.1, rows),
                "is_referrer_informed": _emptied(self._is(0.8, rows), self._is(0.1, rows)),
                "information_quality": self._words(words_of("information_quality"), rows, empty=0.3),
            }
        )

    def _referrals(self) -> pl.DataFrame:
        rows = self.referrals
        made = self._days(rows)
        closed = self._later(made, most=400)
        return pl.DataFrame(
            {
                "referral_id": self._numbered("r", rows),
                "child_id": self._child_ids(rows),
                "contact_id": self._identifiers("k", self._numbers(int(rows * 1.3), rows)),
                "referred_on": made,
                "source": self._words(words_of("referral_source"), rows, empty=0.01),
                "decided_on": self._later(made, most=2),
                "is_no_further_action": self._is(0.07, rows),
                "closed_on": closed,
                "closure_reason": _emptied(self._words(words_of("closure_reason"), rows), closed.is_null()),
                "primary_need": self._words(words_of("primary_need"), rows, empty=0.02),
            }
        )

    def _assessments(self, referrals: pl.DataFrame) -> pl.DataFrame:
        rows = referrals.height
        started = self._later(referrals["referred_on"], most=5, wrong=False).fill_null(DRAWN_ON)
        authorised = self._later(started, most=60)
        seen = pl.select(
            pl.when(self._rarely(rows)).then(pl.lit(date(2062, 3, 31))).otherwise(self._later(started, most=10))
        )
        return pl.DataFrame(
            {
                "assessment_id": self._numbered("a", rows),
                "child_id": referrals["child_id"],
                "referral_id": _emptied(referrals["referral_id"], self._is(0.1, rows)),
                "started_on": started,
                "authorised_on": authorised,
                "outcome": _emptied(self._words(words_of("assessment_outcome"), rows), authorised.is_null()),
                "child_seen_on": seen.to_series(),
                "manager_reviewed_on": self._later(started, most=20),
                "team": self._teams(rows),
            }
        )

    def _factors(self, assessments: pl.DataFrame) -> pl.DataFrame:
        known, rows = words_of("assessment_factor"), assessments.height
        first = self._numbers(len(known), rows)
        second = (first + 1 + self._numbers(len(known) - 1, rows)) % len(known)
        numbers = pl.concat([first, second])
        names = pl.concat([assessments["assessment_id"]] * 2)
        return pl.DataFrame({"assessment_id": names, "factor": pl.Series(list(known)).gather(numbers)})

    def _enquiries(self, referrals: pl.DataFrame) -> pl.DataFrame:
        rows = int(referrals.height * 0.35)
        some = referrals.head(rows)
        discussed = self._later(some["referred_on"], most=30, wrong=False).fill_null(DRAWN_ON)
        conference = self._later(discussed, most=25)
        is_needed = self._is(0.4, rows)
        return pl.DataFrame(
            {
                "enquiry_id": self._numbered("e", rows),
                "child_id": some["child_id"],
                "referral_id": some["referral_id"],
                "strategy_discussion_on": discussed,
                "icpc_on": _emptied(conference, ~is_needed),
                "is_icpc_not_required": ~is_needed,
                "outcome": self._words(words_of("enquiry_outcome"), rows, empty=0.05),
            }
        )

    def _meetings(self, enquiries: pl.DataFrame) -> pl.DataFrame:
        rows = enquiries.height
        decided = self._moments(enquiries["strategy_discussion_on"])
        held = _minutes_after(decided, self._numbers(4000, rows))
        is_held = (self._is(0.95, rows)) & (held.dt.date() <= DRAWN_ON)
        told = pl.select(pl.when(is_held).then(pl.lit("held")).otherwise(pl.lit("cancelled"))).to_series()
        shared = _minutes_after(held, self._numbers(3000, rows))
        return pl.DataFrame(
            {
                "meeting_id": self._numbered("m", rows),
                "meeting_type": pl.repeat("strategy", rows, eager=True),
                "referral_id": enquiries["referral_id"],
                "enquiry_id": enquiries["enquiry_id"],
                "team": self._teams(rows),
                "decided_at": decided,
                "held_at": _emptied(held, ~is_held | self._rarely(rows)),
                "status": told,
                "format": _spoilt(self._words(words_of("meeting_format"), rows), self._rarely(rows)),
                "is_out_of_hours": self._is(0.1, rows),
                "outcome": self._words(("Section 47 enquiry", "No further action"), rows, empty=0.05),
                "record_shared_at": _emptied(shared, ~is_held | (shared.dt.date() > DRAWN_ON)),
            }
        )

    def _meeting_children(self, meetings: pl.DataFrame) -> pl.DataFrame:
        own = meetings["meeting_id"]
        siblings = own.head(int(meetings.height * 0.6))
        rows = pl.DataFrame({"meeting_id": pl.concat([own, siblings])})
        return rows.with_columns(self._child_ids(rows.height).alias("child_id")).unique(maintain_order=True)

    def _invitations(self, meetings: pl.DataFrame) -> pl.DataFrame:
        asked = pl.DataFrame({"agency": _AGENCIES})
        rows = meetings.select("meeting_id", pl.col("decided_at").alias("invited_at")).join(asked, how="cross")
        count = rows.height
        attendance = _spoilt(self._words(words_of("attendance")[:5], count, empty=0.02), self._rarely(count))
        return rows.select(
            "meeting_id",
            "agency",
            self._worker_ids(count).alias("person_id"),
            pl.lit("Practitioner").alias("role"),
            "invited_at",
            attendance.alias("attendance"),
            self._words(words_of("joined_by"), count, empty=0.1).alias("joined_by"),
        )

    def _workers(self) -> pl.DataFrame:
        rows = self.workers
        started = self._days(rows)
        return pl.DataFrame(
            {
                "worker_id": self._numbered("w", rows),
                "team": self._teams(rows),
                "role": self._words(("Social worker", "Senior social worker", "Team manager"), rows),
                "employment": self._words(words_of("employment"), rows),
                "fte": pl.Series([1.0, 1.0, 0.8, 0.6]).gather(self._numbers(4, rows)),
                "is_asye": self._is(0.1, rows),
                "started_on": started,
                "left_on": self._later(started, most=1500),
            }
        )

    def _allocations(self) -> pl.DataFrame:
        rows = int(self.referrals * 0.8)
        started = self._days(rows)
        found = pl.DataFrame(
            {
                "person_id": self._child_ids(rows),
                "person_type": pl.repeat("child", rows, eager=True),
                "worker_id": self._worker_ids(rows),
                "is_primary": self._is(0.9, rows),
                "team": self._teams(rows),
                "plan_type": self._words(words_of("plan_type"), rows, empty=0.1),
                "started_on": started,
                "ended_on": self._later(started, most=60),
            }
        )
        return found.unique(["person_id", "worker_id", "started_on"], keep="first", maintain_order=True)

    def _plans(self) -> pl.DataFrame:
        rows = int(self.referrals * 0.35)
        started = self._days(rows)
        ended = self._later(started, most=300)
        found = pl.DataFrame(
            {
                "child_id": self._child_ids(rows),
                "plan_type": self._words(words_of("plan_type"), rows),
                "started_on": started,
                "ended_on": ended,
                "end_reason": _emptied(self._words(("Needs met", "Moved away", "Stepped up"), rows), ended.is_null()),
            }
        )
        return found.unique(["child_id", "plan_type", "started_on"], keep="first", maintain_order=True)

    def _visits(self) -> pl.DataFrame:
        rows = self.referrals * 2
        is_seen = self._is(0.95, rows)
        found = pl.DataFrame(
            {
                "child_id": self._child_ids(rows),
                "worker_id": self._worker_ids(rows),
                "visited_on": self._days(rows),
                "is_child_seen": is_seen,
                "is_seen_alone": is_seen & self._is(0.6, rows) | self._rarely(rows),
            }
        )
        once = found.unique(["child_id", "worker_id", "visited_on"], keep="first", maintain_order=True)
        return pl.concat([once, once.head(once.height // _ONE_IN)])


def _day_at(numbers: pl.Series) -> pl.Series:
    return pl.select(pl.lit(_FIRST_DAY) + pl.duration(days=pl.lit(numbers))).to_series()


def _minutes_after(moments: pl.Series, minutes: pl.Series) -> pl.Series:
    return pl.select(moments + pl.duration(minutes=pl.lit(minutes))).to_series()


def _emptied(cells: pl.Series, is_empty: pl.Series) -> pl.Series:
    return pl.select(pl.when(~is_empty.fill_null(value=False)).then(cells)).to_series()


def _spoilt(cells: pl.Series, is_spoilt: pl.Series) -> pl.Series:
    """Return cells with a word here and there that no code set has."""
    return pl.select(pl.when(is_spoilt).then(pl.lit("perhaps")).otherwise(cells)).to_series()
