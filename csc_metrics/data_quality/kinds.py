"""What kind of extract a part is from: which list of Annex A, which element of a census, or an own extract."""

import re
from pathlib import Path
from typing import Final

from csc_metrics.records.draft import EXTRACT

_LIST: Final = re.compile(r"list \d+", re.IGNORECASE)
"""In the name of a file or sheet that is a list of Annex A."""


def source_of(source: str, *, file: str) -> str:
    """Return what a part was read as. A snapshot of an older version does not say it: then the file's name does.

    source: as the snapshot says it; may be empty. file: file and sheet, as named to a person.

    >>> source_of("", file="001/2026-10-31/annex_a.xlsx [List 7]"), source_of("", file="001/visits.csv")
    ('list 7', 'extract')
    """
    if source:
        return source
    name, _, within = file.partition(" [")
    if Path(name).suffix.casefold() == ".xml":
        return within.rstrip("]")
    lists = _LIST.findall(within) or _LIST.findall(Path(name).stem)
    return str(lists[0]).casefold() if lists else EXTRACT
