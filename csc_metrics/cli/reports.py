"""`csc-metrics report`: pages for people."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import click

from csc_metrics.cli.options import ALL, BOARD, PERFORMANCE, SCRUTINY, NotBuilt
from csc_metrics.cli.printing import PagesNotPrinted, print_finished
from csc_metrics.cli.progress import shown_progress
from csc_metrics.cli.source import tell_source
from csc_metrics.comparison.published_data import folder_of_published
from csc_metrics.contracts.authorities import Authority, current_authorities
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.data_quality.held import NoCleanRecords, authorities_held, find_authority_with_records
from csc_metrics.errors import CscMetricsError, WrongUse, list_faults
from csc_metrics.periods import parse_period
from csc_metrics.report.batch.edition import BOARD as BOARD_EDITION
from csc_metrics.report.batch.edition import PERFORMANCE as PERFORMANCE_EDITION
from csc_metrics.report.batch.edition import Edition
from csc_metrics.report.batch.internal import InternalRun, render_internal_reports
from csc_metrics.report.batch.processes import ProcessForEach
from csc_metrics.report.batch.run import ReportResult, ReportRun, render_reports
from csc_metrics.report.board_view import day_of
from csc_metrics.report.older_scorecard import GivenScorecard, given_scorecard
from csc_metrics.report.pdf import require_browser
from csc_metrics.settings.read import settings_file_of

_MOST_NAMED: Final = 10
"""Reports that failed by the same, of those that are told."""

_LEFT_OUT: Final = "--publication: only the scrutiny report is made; those for the team and the board are internal."


class NobodyChosen(WrongUse):
    """Neither one authority nor all, or both, were asked for."""

    @classmethod
    def or_both(cls) -> Self:
        """Word the error."""
        return cls("Say whose report: --authority NAME (as often as needed), or --all, and not both.")


class NotForThisAudience(WrongUse):
    """A report is asked for that an audience cannot have."""

    @classmethod
    def internal(cls, audience: str) -> Self:
        """Word the error for a public edition of what is internal. audience: whose report that is."""
        return cls(
            f"The {audience} report is internal and has no public edition. Give --publication with --audience "
            "scrutiny, or leave it out."
        )

    @classmethod
    def against(cls) -> Self:
        """Word the error for an older scorecard beside a public edition."""
        return cls(
            "--against sets an older scorecard beside internal figures, and the public report does not show it. Give "
            "it with --audience performance, board or all, and without --publication."
        )

    @classmethod
    def since(cls) -> Self:
        """Word the error for a day from which movement is told, without the report that tells it."""
        return cls("--since is told to the improvement board. Give it with --audience board or --audience all.")


class ReportsFailed(CscMetricsError):
    """Some reports could not be made; the others stand."""

    @classmethod
    def of(cls, failed: dict[str, str], index: Path) -> Self:
        """Word the error for the reports that failed, by authority; what several failed by is said once."""
        by_message: dict[str, list[str]] = {}
        for code, message in failed.items():
            by_message.setdefault(message, []).append(code)
        faults = [f"{_named_in_short(codes)}: {message}" for message, codes in by_message.items()]
        count = "1 report" if len(failed) == 1 else f"{len(failed)} reports"
        return cls(
            f"{count} failed.\n{list_faults(faults)}\n{index} lists them with the finished ones. Put right what is "
            "named and run the command again: what is finished is kept."
        )


def _named_in_short(codes: Sequence[str]) -> str:
    """Return the reports that failed by the same, of many only some. codes: with the edition where it is internal."""
    more = [f"{len(codes) - _MOST_NAMED} more"] if len(codes) > _MOST_NAMED else []
    return ", ".join([*codes[:_MOST_NAMED], *more])


def make_reports(
    *,
    authority_names: tuple[str, ...],
    is_all: bool,
    period: str,
    audience: str,
    workers: int | None,
    scheduler: str | None,
    pdf: bool,
    against: Path | None,
    since: str | None,
    neighbour_model: str | None,
    publication: bool,
    published: str | None,
    clean_folder: Path,
    settings_file: Path | None,
    reports: Path,
) -> None:
    """Render reports and print where their index is. The arguments are the command's options.

    Raises: NobodyChosen, NotBuilt, NotForThisAudience before anything is read; NoCleanRecords where nobody has any; the
    errors of an older scorecard, and NoBrowser where none can print, before anything is rendered; ReportsFailed where
    some could not be made; PagesNotPrinted.
    """
    _refuse_unbuilt(scheduler=scheduler)
    editions = _internal_editions(audience, is_only_public=publication)
    if publication and audience == ALL:
        click.echo(_LEFT_OUT, err=True)
    _refuse_what_no_edition_tells(editions, against=against, since=since)
    named = _named(authority_names, is_all=is_all)
    panel = _for_the_panel(named, clean_folder) if audience in {SCRUTINY, ALL} else []
    needs_records = audience != ALL or against is not None
    team = _for_the_team(named, clean_folder, is_alone=needs_records) if editions else []
    older = _read_older(against, team, is_each_named=bool(named)) if against is not None else None
    browser = require_browser() if pdf else None
    chosen = settings_file_of("" if settings_file is None else str(settings_file))
    run = ReportRun(
        authorities=tuple(panel),
        period=parse_period(period).label if period else "",
        published=folder_of_published(published),
        settings=chosen,
        neighbour_model=neighbour_model or "",
        reports=reports,
        clean=clean_folder,
    )
    internal = _internal_run(run, team, editions=editions, since=since or "", older=older)
    results = _rendered(run, internal, published=published, workers=workers)
    unprinted = print_finished(results, browser=browser, workers=workers)
    _tell_results(results, unprinted=unprinted)


def _internal_run(
    run: ReportRun,
    team: Sequence[Authority],
    *,
    editions: tuple[Edition, ...],
    since: str,
    older: GivenScorecard | None,
) -> InternalRun:
    """Return the run of the internal reports, beside that of the public ones."""
    return InternalRun(
        authorities=tuple(team),
        clean=run.clean,
        folder=run.folder,
        editions=editions,
        published=run.published,
        settings=run.settings,
        period=run.period,
        since=since,
        against=older,
    )


def _rendered(
    run: ReportRun, internal: InternalRun, *, published: str | None, workers: int | None
) -> list[ReportResult]:
    """Render the panel's reports, then those of the team and the board. Returns: what became of each run."""
    results = []
    if run.authorities:
        results.append(render_public(run, workers=workers))
        tell_source(results[0].unused, is_carried=run.published is None, published=published)
    if internal.authorities:
        results.append(render_internal(internal, workers=workers))
    return results


def _internal_editions(audience: str, *, is_only_public: bool) -> tuple[Edition, ...]:
    """Return the internal editions that an audience reads; none where only what may be published is asked for.

    Raises: NotForThisAudience where then nothing is left.
    """
    if is_only_public and audience in {PERFORMANCE, BOARD}:
        raise NotForThisAudience.internal(audience)
    internal = {PERFORMANCE: (PERFORMANCE_EDITION,), BOARD: (BOARD_EDITION,), ALL: (PERFORMANCE_EDITION, BOARD_EDITION)}
    return () if is_only_public else internal.get(audience, ())


def _refuse_what_no_edition_tells(editions: Sequence[Edition], *, against: Path | None, since: str | None) -> None:
    """Refuse an older scorecard without an internal report, a day without a board's report, and one that is none.

    Raises: NotForThisAudience, NotADay.
    """
    if against is not None and not editions:
        raise NotForThisAudience.against()
    if since is not None and BOARD_EDITION not in editions:
        raise NotForThisAudience.since()
    day_of(since or "")


def _read_older(path: Path, team: Sequence[Authority], *, is_each_named: bool) -> GivenScorecard:
    """Read an older scorecard and say of whom it has no figure, so that their pages are without it.

    Raises: its errors, before anything is rendered.
    """
    older = given_scorecard(path, team, is_each_named=is_each_named)
    without = [one.name for one in team if not older.is_of(one.la_code)]
    if without:
        click.echo(f"{path}: no figure of {', '.join(without)}, whose pages are without it.", err=True)
    return older


def _tell_results(results: Sequence[ReportResult], *, unprinted: Sequence[str]) -> None:
    """Print where the index is. unprinted: messages of the pages that could not be printed, told already as it ran.

    Raises: ReportsFailed where some reports could not be made, else PagesNotPrinted where some could not be printed.
    """
    index = results[-1].index  # every edition writes the same one
    click.echo(index)
    failed = {key: message for result in results for key, message in result.failed.items()}
    if failed:
        raise ReportsFailed.of(failed, index)
    if unprinted:
        raise PagesNotPrinted.of(unprinted)


def _refuse_unbuilt(*, scheduler: str | None) -> None:
    """Refuse what later parts of the suite will do, before anything is read."""
    if scheduler is not None:
        raise NotBuilt.part("--scheduler")


def _named(names: Sequence[str], *, is_all: bool) -> list[Authority]:
    """Return the authorities that are named; none where all are meant."""
    if is_all == bool(names):
        raise NobodyChosen.or_both()
    return list({one.la_code: one for one in map(find_authority_with_records, names)}.values())


def _for_the_panel(named: Sequence[Authority], clean: Path) -> list[Authority]:
    """Return whom the panel's reports are about: those named, else all that there are.

    Raises: NoCleanRecords for a made-up authority without records: DfE publishes no figures about it.
    """
    held = authorities_held(clean)
    for one in named:
        if one.la_code in made_up_authorities() and one not in held:
            raise NoCleanRecords.of(one, clean, held=held)
    return list(named) or current_authorities()


def _for_the_team(named: Sequence[Authority], clean: Path, *, is_alone: bool) -> list[Authority]:
    """Return whose own records are reported on: those named, else all that have any.

    is_alone: whether nothing else is reported on. Raises: NoCleanRecords where then nobody has any.
    """
    found = list(named) or list(authorities_held(clean))
    if not found and is_alone:
        raise NoCleanRecords.of_anybody(clean)
    return found


def render_public(run: ReportRun, *, workers: int | None) -> ReportResult:
    """Render the panel's reports and show how far it is. workers: how many at a time; as many as processors if none."""
    with _processes(workers, most=len(run.authorities)) as executor, shown_progress() as tell:
        result = render_reports(run, executor=executor, tell=tell)
    return _told_what_was_kept(result)


def render_internal(run: InternalRun, *, workers: int | None) -> ReportResult:
    """Render the team's reports and show how far it is. workers: how many at a time; as many as processors if none."""
    with _processes(workers, most=len(run.authorities)) as executor, shown_progress() as tell:
        result = render_internal_reports(run, executor=executor, tell=tell)
    return _told_what_was_kept(result)


def _processes(workers: int | None, *, most: int) -> ProcessForEach:
    return ProcessForEach(workers=min(workers or os.cpu_count() or 1, most))


def _told_what_was_kept(result: ReportResult) -> ReportResult:
    if result.kept:
        click.echo(f"{len(result.kept)} up to date already.", err=True)
    return result
