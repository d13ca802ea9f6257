"""Errors of the improvement board, met by asking for what is not there; errors_met.py holds the others."""

from datetime import date
from pathlib import Path
from typing import Final

from errors_met_in_records import Case, extract
from made_up_board import DELAYED, months, update, updates, values_of

from csc_metrics.contracts.about_planning import Projections
from csc_metrics.errors import CscMetricsError
from csc_metrics.planning.actions import actions_now
from csc_metrics.planning.kept_projections import ProjectionsFault, keep_projections, kept_projections
from csc_metrics.planning.months_of_parts import NoSuchWord
from csc_metrics.planning.scorecard import NotByMonth, scorecard
from csc_metrics.planning.since import SinceNotBefore
from csc_metrics.planning.updates import NotActionUpdates
from csc_metrics.records.clean import clean_records
from csc_metrics.report.board_view import NotADay, open_view
from csc_metrics.report.until import PeriodNotCovered, told_until
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure
from csc_metrics.settings.read import read_settings

_NEWEST: Final = date(2026, 9, 30)
_UPDATE: Final = (
    "action_id,priority,title,promised,owner,original_due_on,due_on,done_on,rag,status,updated_on,measure\n"
    "1.1,Front door,Agree thresholds,,Police,2026-07-31,2026-09-30,,amber,in_progress,2026-08-31,\n"
)


def updates_without_rating() -> None:
    actions_now(updates(update()).rename({"rag": "RAG rating"}), as_at=_NEWEST, values=values_of())


def two_updates_of_one_day() -> None:
    actions_now(updates(update(), update(rag="red")), as_at=_NEWEST, values=values_of())


def since_after_the_newest_extract() -> None:
    extract(_UPDATE, name="action_updates.csv")
    clean_records(Path("data_raw"), Path("data_clean"), settings=read_settings(None))
    open_view(authority="Tameside", since="2030-01-31")


def since_in_british_order() -> None:
    open_view(authority="Tameside", since="31/10/2025")


def projections_that_somebody_spoilt() -> None:
    place = Path("data_clean/projections/357.parquet")
    place.parent.mkdir(parents=True)
    place.write_text("no parquet", encoding="utf-8")
    kept_projections(Path("data_clean"), "357")


def projections_where_a_file_is_in_the_way() -> None:
    Path("data_clean").mkdir()
    Path("data_clean/projections").write_text("a file", encoding="utf-8")
    keep_projections(Path("data_clean"), Projections.create_empty(), la_code="357")


def partner_measure_misspelt(part: str = "all", *, measure: str = DELAYED) -> None:
    partner = PartnerMeasure(measure=measure, part=part, owner="Police")
    told = months([4.0] * 8, measure=DELAYED, breakdown="delay_agency=police")
    scorecard(values_of(months([9.0] * 8, measure=DELAYED), told), settings=Settings(partner_measures=(partner,)))


IN_PLANNING: Final[tuple[tuple[type[CscMetricsError], tuple[Case, ...]], ...]] = (
    (
        NotActionUpdates,
        (
            (
                "lacking",
                "Updates of actions are given without a rating",
                updates_without_rating,
                ("need rag", "RAG rating", "csc-metrics clean"),
            ),
            (
                "twice",
                "An action has two updates of one day",
                two_updates_of_one_day,
                ("1.1 of 001 on 2026-01-31", "Keep the last one"),
            ),
        ),
    ),
    (
        ProjectionsFault,
        (
            (
                "not_readable",
                "Projections that were made before are spoilt",
                projections_that_somebody_spoilt,
                ("357.parquet", "Put it back"),
            ),
            (
                "not_writable",
                "A file stands where projections are kept",
                projections_where_a_file_is_in_the_way,
                ("357.parquet", "Move what is in the way"),
            ),
        ),
    ),
    (
        NoSuchWord,
        (
            (
                "of",
                "A part of a partner measure is misspelt in the settings",
                lambda: partner_measure_misspelt("delay_agency=polcie"),
                ("'delay_agency=polcie'", "Did you mean police?"),
            ),
        ),
    ),
    (
        NotByMonth,
        (
            (
                "of",
                "A partner measure is one that no month tells",
                lambda: partner_measure_misspelt(measure="referral_rate_per_10k"),
                ("referral_rate_per_10k", "Did you mean referrals", "csc-metrics dictionary"),
            ),
        ),
    ),
    (
        SinceNotBefore,
        (
            (
                "of",
                "A notebook asks what has moved since a day to come",
                since_after_the_newest_extract,
                ("2030-01-31", "earlier day"),
            ),
        ),
    ),
    (
        PeriodNotCovered,
        (
            (
                "of",
                "A report is asked for a period that own records do not cover yet",
                lambda: told_until("2030", newest=date(2026, 3, 31)),
                ("'2030'", "31 March 2026", "earlier period"),
            ),
        ),
    ),
    (
        NotADay,
        (("of", "A notebook is given a day in another order", since_in_british_order, ("'31/10/2025'", "2025-10-31")),),
    ),
)
"""Error class and its cases."""
