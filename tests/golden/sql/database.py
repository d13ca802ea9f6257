"""The second opinion's database: the clean tables, an own calendar of working days, and words for ages and groups."""

from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from csc_metrics.contracts.made_up_region import made_up_authorities, made_up_population
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.sample.story import DRAWN_ON

BANK_HOLIDAYS: Final = Path(__file__).parents[3] / "csc_metrics" / "contracts" / "bank_holidays.csv"
PRELUDE: Final = """
CREATE TABLE calendar AS
SELECT day, sum(CASE WHEN isodow(day) < 6 AND day NOT IN (SELECT holiday_on FROM holidays) THEN 1 ELSE 0 END)
                OVER (ORDER BY day) AS number
FROM (SELECT unnest(generate_series(DATE '2012-01-01', DATE '2028-12-31', INTERVAL 1 DAY))::DATE AS day);

CREATE MACRO working_days(since, until) AS
    (SELECT c.number FROM calendar c WHERE c.day = until) - (SELECT c.number FROM calendar c WHERE c.day = since);

CREATE MACRO last_day_within(since, many) AS
    (SELECT max(c.day) FROM calendar c
     WHERE c.number = (SELECT b.number FROM calendar b WHERE b.day = since) + many);

-- Seconds by the clock on the wall; an hour that the clocks show twice is taken for the first of the two.
CREATE MACRO london(wall) AS epoch(timezone('Europe/London', wall));

CREATE MACRO seconds(wall) AS
    london(wall) - CASE WHEN london(wall) - london(wall - INTERVAL 1 HOUR) > 3600 THEN 3600 ELSE 0 END;

CREATE MACRO age_band(born, day) AS CASE
    WHEN born > day THEN 'unborn'
    ELSE CASE year(day) - year(born)
              - CASE WHEN month(day) * 100 + day(day) < month(born) * 100 + day(born) THEN 1 ELSE 0 END
        WHEN 0 THEN 'under_1'
        WHEN 1 THEN '1_to_4' WHEN 2 THEN '1_to_4' WHEN 3 THEN '1_to_4' WHEN 4 THEN '1_to_4'
        WHEN 5 THEN '5_to_9' WHEN 6 THEN '5_to_9' WHEN 7 THEN '5_to_9' WHEN 8 THEN '5_to_9' WHEN 9 THEN '5_to_9'
        WHEN 10 THEN '10_to_15' WHEN 11 THEN '10_to_15' WHEN 12 THEN '10_to_15'
        WHEN 13 THEN '10_to_15' WHEN 14 THEN '10_to_15' WHEN 15 THEN '10_to_15'
        ELSE CASE WHEN born IS NOT NULL THEN '16_and_over' END
    END
END;

CREATE MACRO ethnic_group(code) AS CASE
    WHEN code IN ('REFU', 'NOBT') THEN 'not_known'
    WHEN code = 'CHNE' OR code[1] = 'A' THEN 'asian'
    WHEN code[1] = 'W' THEN 'white'
    WHEN code[1] = 'M' THEN 'mixed'
    WHEN code[1] = 'B' THEN 'black'
    WHEN code[1] = 'O' THEN 'other'
END;

CREATE MACRO duration_band(days) AS CASE
    WHEN days = 0 THEN 'same_day' WHEN days <= 10 THEN '1_to_10' WHEN days <= 20 THEN '11_to_20'
    WHEN days <= 30 THEN '21_to_30' WHEN days <= 40 THEN '31_to_40' WHEN days <= 45 THEN '41_to_45'
    WHEN days <= 50 THEN '46_to_50' WHEN days <= 60 THEN '51_to_60' WHEN days > 60 THEN '61_or_more'
END;

CREATE TABLE month_ends AS
SELECT last_day(day)::DATE AS day
FROM (SELECT unnest(generate_series(DATE '2019-01-01', DATE '2026-12-01', INTERVAL 1 MONTH)) AS day);
"""


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a database of the clean tables in a folder, of the calendar, and of children by mid-year day."""
    connection = duckdb.connect(config={"threads": 2})
    for name in RECORD_TABLES:
        connection.execute(f"CREATE TABLE {name} AS FROM read_parquet('{(folder / name).as_posix()}.parquet')")
    connection.execute(
        f"CREATE TABLE holidays AS SELECT holiday_on::DATE AS holiday_on FROM read_csv('{BANK_HOLIDAYS.as_posix()}')"
    )
    connection.execute("CREATE TABLE population (la_code VARCHAR, mid_year DATE, children DOUBLE)")
    connection.executemany("INSERT INTO population VALUES (?, ?, ?)", people())
    connection.execute(f"CREATE TABLE drawn AS SELECT DATE '{DRAWN_ON}' AS drawn_on")
    connection.execute(PRELUDE)
    return connection


def people() -> list[tuple[str, date, float]]:
    return [
        (la_code, mid_year, float(many))
        for la_code in made_up_authorities()
        for mid_year, many in made_up_population(la_code).items()
    ]
