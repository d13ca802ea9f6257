"""Draft or approved, as every page says it, and as it prints."""

from datetime import date
from typing import Final

from csc_metrics.narrative.numbers import format_date
from csc_metrics.report.page.model import Approval
from csc_metrics.settings.approval import APPROVED
from csc_metrics.settings.model import Settings

_DRAFT: Final = "Draft: not yet approved."
_ARTICLE: Final = "the "


def is_approved(settings: Settings, *, newest: date | None = None) -> bool:
    """Whether the settings approve a page.

    An approval does not reach figures of days after it: what was approved last month is no word on this month's.
    newest: the last day that the page's figures go up to; None: it is not asked.
    """
    report = settings.report
    if report.status != APPROVED or report.approved_on is None:
        return False
    return newest is None or newest <= report.approved_on


def approval_words(settings: Settings, *, newest: date | None = None) -> str:
    """Return what a page says of itself: that it is a draft, or by whom and when it was approved.

    newest: as of `is_approved`.

    >>> approval_words(Settings())
    'Draft: not yet approved.'
    """
    report = settings.report
    if report.status != APPROVED or report.approved_on is None:
        return _DRAFT
    who, when = _with_article(report.approved_by), format_date(report.approved_on)
    if is_approved(settings, newest=newest) or newest is None:
        return f"Approved by {who} on {when}."
    return f"{_DRAFT} What {who} approved on {when} were earlier figures: these go up to {format_date(newest)}."


def approval_of(settings: Settings, *, newest: date | None = None) -> Approval:
    """Return what a page says of itself, and whether it is approved. newest: as of `is_approved`."""
    return Approval(words=approval_words(settings, newest=newest), is_approved=is_approved(settings, newest=newest))


def _with_article(role: str) -> str:
    """Return a role as it reads within a sentence: "the Director of Children's Services"."""
    return _ARTICLE + (role[len(_ARTICLE) :] if role.casefold().startswith(_ARTICLE) else role)
