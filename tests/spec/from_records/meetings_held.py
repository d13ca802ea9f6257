"""Meetings that were held: each once, by the day."""

from datetime import date
from typing import Final

from spec.kinds_of_meetings import specs_of_kinds
from spec.worked_records import RecordsExample

SPECS: Final = specs_of_kinds(
    "<code>s_held",
    (
        RecordsExample(
            rule=(
                "Strategy meetings held count once each, by the day; not those that are pending or cancelled, nor "
                "other kinds."
            ),
            sums="January 2, of which 1 out of hours; February 1, of which it is not recorded",
            given={
                "meetings": """
                    meeting_id meeting_type status    held_at          team  format    is_out_of_hours
                    M1         strategy     held      2025-01-06T10:00 North video     no
                    M2         strategy     held      2025-01-31T23:59 North telephone yes
                    M3         strategy     held      2025-02-01T00:00 South video     -
                    M4         strategy     pending   -                South -         -
                    M5         strategy     cancelled -                South -         -
                    M6         core_group   held      2025-01-07T10:00 North video     no
                """,
            },
            until=date(2025, 2, 28),
            gives={
                "month 2025-01": 2,
                "month 2025-01 out_of_hours=yes": 1,
                "month 2025-01 out_of_hours=no": 1,
                "month 2025-02": 1,
                "month 2025-02 out_of_hours=not_recorded": 1,
                "month 2025-01 team=North": 2,
                "month 2025-01 format=telephone": 1,
            },
        ),
        RecordsExample(
            rule=(
                "The year of strategy meetings ends with 31 March; a quarter is of the calendar; a month without "
                "one has 0."
            ),
            sums="year 3 (29 February is the last day of its month), quarter 2024-Q1 2, April 1",
            given={
                "meetings": """
                    meeting_id meeting_type status held_at
                    M1         strategy     held   2023-04-03T10:00
                    M2         strategy     held   2024-02-29T10:00
                    M3         strategy     held   2024-03-31T23:59
                    M4         strategy     held   2024-04-01T00:00
                """,
            },
            until=date(2024, 4, 30),
            gives={
                "year 2024": 3,
                "quarter 2024-Q1": 2,
                "month 2024-02": 1,
                "month 2024-04": 1,
                "month 2023-12": 0,
                "rolling 2024-04": 3,
            },
        ),
    ),
)
