"""`csc-metrics report` and `csc-metrics demo`: pages for people."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import click

from csc_metrics.cli.options import SCRUTINY, NotBuilt
from csc_metrics.cli.progress import shown_progress
from csc_metrics.cli.source import tell_source
from csc_metrics.comparison.published_data import folder_of_published
from csc_metrics.contracts.authorities import Authority, current_authorities, find_authority
from csc_metrics.errors import CscMetricsError, WrongUse, list_faults
from csc_metrics.periods import parse_period
from csc_metrics.published.carry import CARRIED_AUTHORITY
from csc_metrics.report.batch.index import write_front_page
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.report.batch.run import ReportResult, ReportRun, render_reports
from csc_metrics.settings.read import settings_file_of

_DEMO_INTRO: Final = (
    "The Department for Education's published figures for Tameside, beside its real statistical neighbours, its "
    "region and England.",
    "The page was made by a notebook that papermill ran; nothing was fetched from a network.",
)


class NobodyChosen(WrongUse):
    """Neither one authority nor all, or both, were asked for."""

    @classmethod
    def or_both(cls) -> Self:
        """Word the error."""
        return cls("Say whose report: --authority NAME (as often as needed), or --all, and not both.")


class ReportsFailed(CscMetricsError):
    """Some reports could not be made; the others stand."""

    @classmethod
    def of(cls, failed: dict[str, str], index: Path) -> Self:
        """Word the error for the reports that failed, by authority."""
        faults = [f"{code}: {message}" for code, message in failed.items()]
        count = "1 report" if len(failed) == 1 else f"{len(failed)} reports"
        return cls(
            f"{count} failed.\n{list_faults(faults)}\n{index} lists them with the finished ones. Put right what is "
            "named and run the command again: what is finished is kept."
        )


def make_reports(
    *,
    authority_names: tuple[str, ...],
    is_all: bool,
    period: str,
    audience: str,
    workers: int | None,
    scheduler: str | None,
    pdf: bool,
    against: str | None,
    since: str | None,
    neighbour_model: str | None,
    publication: bool,
    published: str | None,
    settings_file: Path | None,
    reports: Path,
) -> None:
    """Render reports and print where their index is. The arguments are the command's options.

    Raises: NobodyChosen, NotBuilt before anything is read; ReportsFailed where some could not be made.
    """
    del publication  # the scrutiny page of published figures is a public edition already
    _refuse_unbuilt(audience=audience, scheduler=scheduler, pdf=pdf, against=against, since=since)
    chosen = _chosen(authority_names, is_all=is_all)
    label = parse_period(period).label if period else ""
    run = ReportRun(
        authorities=tuple(chosen),
        period=label,
        published=folder_of_published(published),
        settings=settings_file_of("" if settings_file is None else str(settings_file)),
        neighbour_model=neighbour_model or "",
        reports=reports,
    )
    result = _render(run, workers=workers)
    tell_source(result.unused, is_carried=run.published is None, published=published)
    click.echo(result.index)
    if result.failed:
        raise ReportsFailed.of(result.failed, result.index)


def make_demo(*, reports: Path) -> None:
    """Render Tameside's page from the figures that the package carries, and print where it opens.

    Raises: ReportsFailed.
    """
    run = ReportRun(
        authorities=(find_authority(CARRIED_AUTHORITY),),
        period="",
        published=None,
        settings=None,
        neighbour_model="",
        reports=reports / "demo",
    )
    result = _render(run, workers=1)
    if result.failed:
        raise ReportsFailed.of(result.failed, result.index)
    click.echo(write_front_page(run.reports, title="csc_metrics: demo", intro=_DEMO_INTRO, period_folder=run.folder))


def _refuse_unbuilt(*, audience: str, scheduler: str | None, pdf: bool, against: str | None, since: str | None) -> None:
    """Refuse what later parts of the suite will do, before anything is read."""
    asked = {
        f"--audience {audience}": audience != SCRUTINY,
        "--scheduler": scheduler is not None,
        "--pdf": pdf,
        "--against": against is not None,
        "--since": since is not None,
    }
    for part, is_asked in asked.items():
        if is_asked:
            raise NotBuilt.part(part)


def _chosen(names: Sequence[str], *, is_all: bool) -> list[Authority]:
    if is_all == bool(names):
        raise NobodyChosen.or_both()
    chosen = current_authorities() if is_all else [find_authority(name) for name in names]
    return list({one.la_code: one for one in chosen}.values())


def _render(run: ReportRun, *, workers: int | None) -> ReportResult:
    at_once = min(workers or os.cpu_count() or 1, len(run.authorities))
    with ProcessForEach(workers=at_once) as executor, shown_progress() as tell:
        result = render_reports(run, executor=executor, tell=tell)
    if result.kept:
        click.echo(f"{len(result.kept)} up to date already.", err=True)
    return result
