"""The quality of an authority's recording, question by question, for a notebook: open, then show each answer."""

from csc_metrics.data_quality.whole import DataQuality, open_data_quality
from csc_metrics.report.folders import places_of
from csc_metrics.report.interactive import show_blocks
from csc_metrics.report.page.model import Block
from csc_metrics.report.page.quality_chapter import quality_blocks
from csc_metrics.report.parameters import with_numbers_as_text


class Shown(tuple[Block, ...]):
    """An answer that shows itself under a notebook's cell: words, then tables."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return show_blocks(self)


@with_numbers_as_text
def open_quality(*, authority: str, clean: str = "") -> DataQuality:
    """Read all that is known of the quality of an authority's recording.

    authority: code or name, of a real authority or of the made-up region. clean: folder of clean tables; empty:
    data_clean. Raises: CscMetricsError with one message that says what, where and what to do.
    """
    return open_data_quality(places_of(authority, clean=clean).clean, authority)


def what_to_fix_first(quality: DataQuality) -> Shown:
    """Return what to fix first, for the authority and by team. quality: of `open_quality`."""
    return _shown(quality, "to-fix")


def what_is_wrong(quality: DataQuality) -> Shown:
    """Return faults by rule with their trend. quality: of `open_quality`."""
    return _shown(quality, "faults")


def what_it_costs(quality: DataQuality) -> Shown:
    """Return which figures each fault weakens. quality: of `open_quality`."""
    return _shown(quality, "weakened")


def what_is_missing(quality: DataQuality) -> Shown:
    """Return the completeness of recording by field and team. quality: of `open_quality`."""
    return _shown(quality, "completeness")


def what_came_late(quality: DataQuality) -> Shown:
    """Return the timeliness of recording by event and team. quality: of `open_quality`."""
    return _shown(quality, "timeliness")


def what_was_restated(quality: DataQuality) -> Shown:
    """Return what the newest extract said otherwise. quality: of `open_quality`."""
    return _shown(quality, "restated")


def _shown(quality: DataQuality, code: str) -> Shown:
    return Shown([quality_blocks(quality)[code]])
