"""What editions have published of an authority's own counts, kept beside its clean tables: internal.

data_clean/published_counts/357.parquet
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.about_disclosure import PublishedCounts
from csc_metrics.disclosure.ledger_lock import lock_of, locked
from csc_metrics.errors import CscMetricsError
from csc_metrics.records.store import write_if_other

FOLDER: Final = "published_counts"


class LedgerFault(CscMetricsError):
    """What was published before cannot be read or kept, so that nothing may be published."""

    @classmethod
    def not_readable(cls, path: Path, error: Exception) -> "LedgerFault":
        """Word the error for a file that cannot be read as what it is."""
        return cls(
            f"{path} tells what earlier editions published, and cannot be read ({type(error).__name__}). Put it back "
            "from a copy. If there is none and nothing was ever published, remove it; otherwise a new edition together "
            "with an old one may tell hidden counts."
        )

    @classmethod
    def not_writable(cls, path: Path, error: OSError) -> "LedgerFault":
        """Word the error for a file that cannot be written."""
        reason = error.strerror or type(error).__name__
        return cls(
            f"{path} cannot be written: {reason}. What is published is kept there, so nothing was published. Move what "
            "is in the way, or ask for the right to write there."
        )

    @classmethod
    def in_use(cls, path: Path) -> "LedgerFault":
        """Word the error for a file that another run keeps for too long."""
        return cls(
            f"{path} tells what earlier editions published, and another run is publishing of this authority. Nothing "
            f"was published. Run the command again once it has ended; if there is no other run, remove "
            f"{lock_of(path).name} beside it."
        )


@contextmanager
def one_edition_at_a_time(clean: Path, la_code: str) -> Iterator[None]:
    """Keep other runs from publishing of an authority until the block is left: what is read in it is still so.

    clean: folder of clean tables. Raises: LedgerFault.
    """
    path = path_of(clean, la_code)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path))
        except TimeoutError as error:
            raise LedgerFault.in_use(path) from error
        except OSError as error:
            raise LedgerFault.not_writable(path, error) from error
        yield


def is_first_edition(clean: Path, la_code: str) -> bool:
    """Return whether no edition of an authority's counts is recorded. clean: folder of clean tables."""
    return not path_of(clean, la_code).exists()


def read_published_counts(clean: Path, la_code: str) -> pl.DataFrame:
    """Return what editions have published of an authority's counts; nothing where there is none.

    clean: folder of clean tables. Returns: schema PublishedCounts. Raises: LedgerFault.
    """
    path = path_of(clean, la_code)
    if is_first_edition(clean, la_code):
        return PublishedCounts.create_empty()
    try:
        return PublishedCounts.validate(pl.read_parquet(path, hive_partitioning=False))
    except (OSError, pl.exceptions.PolarsError, ValueError) as error:
        raise LedgerFault.not_readable(path, error) from error


def keep_published_counts(clean: Path, counts: pl.DataFrame, *, la_code: str) -> None:
    """Keep what an edition publishes beside what earlier ones did: what was shown once is known for good.

    clean: folder of clean tables. Input: counts, schema PublishedCounts, of one authority. Raises: LedgerFault.
    """
    key = PublishedCounts.primary_key()
    both = pl.concat([read_published_counts(clean, la_code), counts])
    kept = both.group_by(key).agg(pl.col("is_hidden").all()).sort(key)
    content = BytesIO()
    PublishedCounts.validate(kept.select(list(both.schema))).write_parquet(content, statistics=False)
    path = path_of(clean, la_code)
    try:
        write_if_other(path, content.getvalue())
    except OSError as error:
        raise LedgerFault.not_writable(path, error) from error


def keep_edition(clean: Path, counts: pl.DataFrame, *, before: pl.DataFrame, la_code: str) -> bool:
    """Keep what an edition publishes, unless another one was published since it was made.

    What is hidden is found beforehand, which may take a while: only to compare and to write keeps others waiting.
    clean: folder of clean tables. Input: counts, before: schema PublishedCounts, of one authority; what is published,
    and what earlier editions had published when it was made. Returns: whether it is the first edition.
    Raises: LedgerFault; then nothing was kept, and nothing may be published.
    """
    with one_edition_at_a_time(clean, la_code):
        if not read_published_counts(clean, la_code).equals(before):
            raise LedgerFault.in_use(path_of(clean, la_code))
        is_first = is_first_edition(clean, la_code)
        keep_published_counts(clean, counts, la_code=la_code)
    return is_first


def path_of(clean: Path, la_code: str) -> Path:
    """Return the file that tells what was published of an authority. clean: folder of clean tables."""
    return clean / FOLDER / f"{la_code}.parquet"
