"""A made-up authority's Annex A: lists 1 to 8 of six months, under Ofsted's headings."""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl
import xlsxwriter

from csc_metrics.sample.day_numbers import day_of
from csc_metrics.sample.sheets import BRITISH_DAY

_WINDOW_DAYS: Final = 182
_SEX: Final = {"female": "b) Female", "male": "a) Male", "not_stated": "c) Not stated/recorded (or unborn)"}
_YES: Final = {True: "Yes", False: "No"}
_CREATED: Final = "A made-up return"
_WIDTH: Final = 16
Lists = dict[str, pl.DataFrame]
"""Name of the list → its rows under Ofsted's headings; dates are dates."""


def annex_a(tables: Mapping[str, pl.DataFrame], *, on: int) -> Lists:
    """Return the lists of an Annex A. on: day on which it is drawn, and the tables are told.

    Input: tables, by name, with the columns of the clean tables.
    """
    first = day_of(on - _WINDOW_DAYS)
    lists = {
        "List 1": _contacts(_since(tables["contacts"], "contacted_on", first)),
        "List 2": _early_help(_open_since(tables["early_help"], "completed_on", first)),
        "List 3": _referrals(_since(tables["referrals"], "referred_on", first)),
        "List 4": _assessments(_open_since(tables["assessments"], "authorised_on", first)),
        "List 5": _enquiries(_since(tables["section_47_enquiries"], "strategy_discussion_on", first)),
        "List 6": _in_need(_open_since(tables["referrals"], "closed_on", first), tables["visits"]),
        "List 7": _protected(_plans(tables["plans"], "cp", first), tables["visits"]),
        "List 8": _looked_after(_plans(tables["plans"], "cla", first), tables["visits"]),
    }
    about = _children(tables["children"])
    return {
        name: rows.join(about, on="Child Unique ID", how="left", validate="m:1", maintain_order="left").select(
            *about.columns, pl.exclude(about.columns)
        )
        for name, rows in lists.items()
    }


def _since(rows: pl.DataFrame, column: str, first: date) -> pl.DataFrame:
    return rows.filter(pl.col(column) >= pl.lit(first))


def _open_since(rows: pl.DataFrame, column: str, first: date) -> pl.DataFrame:
    return rows.filter(pl.col(column).is_null() | (pl.col(column) >= pl.lit(first)))


def _plans(rows: pl.DataFrame, kind: str, first: date) -> pl.DataFrame:
    return _open_since(rows.filter(pl.col("plan_type") == kind), "ended_on", first)


def _yes(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(_YES, return_dtype=pl.String)


def _children(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("sex").replace(_SEX).alias("Gender"),
        pl.col("ethnicity").alias("Ethnicity"),
        pl.col("born_on").alias("Date of Birth"),
        pl.col("disability").replace({"yes": "a) Yes", "no": "b) No"}).alias("Does the Child have a Disability"),
    )


def _contacts(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("contacted_on").alias("Date of Contact"),
        pl.col("source").alias("Contact Source"),
    )


def _early_help(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("started_on").alias("Assessment start date"),
        pl.col("completed_on").alias("Assessment completion date"),
        pl.col("organisation").alias("Organisation completing assessment"),
    )


def _referrals(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("referred_on").alias("Date of Referral"),
        pl.col("source").alias("Referral Source"),
        _yes("is_no_further_action").alias("Referral NFA?"),
    )


def _assessments(rows: pl.DataFrame) -> pl.DataFrame:
    """Without whether the child needs support: early help is neither yes nor no."""
    return rows.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("started_on").alias("Continuous Assessment Start Date"),
        pl.col("authorised_on").alias("Continuous Assessment Date of Authorisation"),
        pl.col("team").alias("Allocated Team"),
    )


def _enquiries(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("strategy_discussion_on").alias("Strategy discussion initiating Section 47 Enquiry Start Date"),
        _yes("is_icpc_not_required").alias("Was an Initial Child Protection Conference deemed unnecessary?"),
        pl.col("icpc_on").alias("Date of Initial Child Protection Conference"),
    )


def _with_last_visit(rows: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the last visit to each child on a day on which only one worker visited."""
    alone = visits.filter(pl.len().over("child_id", "visited_on") == 1)
    last = alone.sort("visited_on", maintain_order=True).unique("child_id", keep="last", maintain_order=True)
    told = last.select("child_id", "visited_on", "is_seen_alone")
    return rows.join(told, on="child_id", how="left", validate="m:1", maintain_order="left")


def _in_need(rows: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    seen = _with_last_visit(rows, visits.filter("is_child_seen"))
    is_within = pl.col("visited_on") >= pl.col("referred_on")
    return seen.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("referred_on").alias("CIN Start Date"),
        pl.col("primary_need").alias("Primary Need Code"),
        pl.when(is_within).then(pl.col("visited_on")).alias("Date Child Was Last Seen"),
        pl.col("closed_on").alias("CIN Closure Date"),
        pl.col("closure_reason").alias("Reason for Closure"),
    )


def _protected(rows: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    seen = _with_last_visit(rows, visits)
    is_within = pl.col("visited_on") >= pl.col("started_on")
    return seen.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("started_on").alias("Child Protection Plan Start Date"),
        pl.when(is_within).then(pl.col("visited_on")).alias("Date of the Last Statutory Visit"),
        pl.when(is_within).then(_yes("is_seen_alone")).alias("Was the Child Seen Alone?"),
        pl.col("ended_on").alias("Child Protection Plan End Date"),
    )


def _looked_after(rows: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    seen = _with_last_visit(rows, visits)
    is_within = pl.col("visited_on") >= pl.col("started_on")
    return seen.select(
        pl.col("child_id").alias("Child Unique ID"),
        pl.col("started_on").alias("Date Started to be Looked After"),
        pl.when(is_within).then(pl.col("visited_on")).alias("Date of Last Social Work Visit"),
        pl.col("ended_on").alias("Date Ceased to be Looked After"),
        pl.col("end_reason").alias("Reason Ceased to be Looked After"),
    )


def write_workbook(path: Path, lists: Mapping[str, pl.DataFrame], *, on: int) -> None:
    """Write sheets as a workbook with dates as Excel has them. path: of the file. on: day that it says it was made.

    Input: lists, name of the sheet → its rows under any columns.
    """
    with path.open("wb") as file:  # first of all: what cannot be written leaves no half-made sheets behind
        _write_workbook(file, lists, on=on)


def _write_workbook(file: BinaryIO, lists: Mapping[str, pl.DataFrame], *, on: int) -> None:
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    book.set_properties({"title": _CREATED, "created": datetime.combine(day_of(on), time())})
    formats = {
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
    }
    for name, rows in lists.items():
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(rows.columns), _WIDTH)
        sheet.write_row(0, 0, rows.columns)
        kinds = [_kind(kind) for kind in rows.schema.dtypes()]
        for number, row in enumerate(rows.iter_rows(), start=1):
            for place, cell in enumerate(row):
                if cell is None:
                    continue
                if kinds[place]:
                    sheet.write_datetime(number, place, cell, formats[kinds[place]])
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write(number, place, cell)
    book.close()


def _kind(kind: pl.DataType) -> str:
    return "day" if kind == pl.Date else "moment" if isinstance(kind, pl.Datetime) else ""


def write_folder(folder: Path, lists: Mapping[str, pl.DataFrame]) -> None:
    """Write the lists as CSV files with British dates into a folder of their own. folder: where.

    Input: lists, name → rows under Ofsted's columns.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in lists.items():
        rows.write_csv(folder / f"{name}.csv", date_format=BRITISH_DAY)
