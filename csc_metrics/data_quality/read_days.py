"""What was read on a day: which tables, of how many rows, with which columns; so that a rule counts where it can show.

A census has no teams. That it has no wrong one says nothing, and holding it against an extract that has teams would
tell of a fall in faults that nobody brought about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from csc_metrics.contracts.data_quality import FoundIn
from csc_metrics.data_quality.kinds import source_of
from csc_metrics.records.across import REFERENCES
from csc_metrics.records.doubts import NO_LONGER_TOLD
from csc_metrics.records.faults import FAULT_KINDS
from csc_metrics.records.snapshots import Snapshot, SnapshotPart

_OTHER_TABLE: Final = {(one.rule.name, one.table): one.other for one in REFERENCES}
"""Table in which a rule across tables looks a record up, by rule and table whose rows break it."""


@dataclass(frozen=True, kw_only=True)
class ReadDay:
    """What was read of an authority on a day, or by the end of it.

    found_in: extract where the snapshots are those of the day alone; all_extracts where they are all up to it. rows: by
    table, those that faults are counted beside.
    """

    day: date
    found_in: FoundIn
    rows: Mapping[str, int]
    snapshots: tuple[Snapshot, ...]

    @property
    def parts(self) -> tuple[SnapshotPart, ...]:
        """All parts of the snapshots."""
        return tuple(part for one in self.snapshots for part in one.parts)

    def can_show(self, rule: str, table: str, fields: Iterable[str | None]) -> bool:
        """Whether a break of a rule would have shown itself.

        A fault of cells shows where any of its columns is there; a rule across columns where all of them are, and one
        across tables where the other table is there too; a fault of the whole row wherever the table is. That
        something is no longer told shows from the second extract on.
        rule, table: their names. fields: the columns at fault, with spaces between, of each fault of the rule.
        """
        other = _OTHER_TABLE.get((rule, table))
        if other is not None and other not in self.rows:
            return False
        if rule == NO_LONGER_TOLD and len(self._days_of(table)) == 1:
            return False
        met = any if rule in FAULT_KINDS or rule == NO_LONGER_TOLD else all
        told = self._columns(table)
        return any(not field or met(name in one for name in field.split()) for field in fields for one in told)

    def _days_of(self, table: str) -> set[date | None]:
        """Return the days whose extracts have rows of a table."""
        told = ((one, part) for one in self.snapshots for part in one.parts)
        return {one.extracted_on for one, part in told if part.table == table and part.rows_in}

    def _columns(self, table: str) -> list[set[str]]:
        """Return the columns in which a rule can show: of each part, or of all together where they are put together."""
        supplied = [set(part.supplied) for part in self.parts if part.table == table]
        return supplied if self.found_in is FoundIn.EXTRACT else [set().union(*supplied)]

    def likeness(self, rule: str, table: str) -> str:
        """Return what days have in common that may be held against one another: kinds and columns of parts with rows.

        rule, table: their names; of a rule across tables those of the other table count too.
        """
        tables = {table, _OTHER_TABLE.get((rule, table), table)}
        told = {
            (part.table, source_of(part.source, file=part.file), *part.supplied)
            for part in self.parts
            if part.table in tables and part.rows_in
        }
        return "; ".join(sorted(" ".join(one) for one in told))
