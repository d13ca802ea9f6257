"""What a reading depends on beside the extract itself: the settings that name its columns, and this code."""

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from csc_metrics.settings.model import Settings

_SOURCES: Final = ("records/*.py", "contracts/**/*.py", "contracts/*.csv", "periods.py")


def fingerprint_of(settings: Settings) -> str:
    """Return a hash of the settings that bear on reading extracts, and of the code that reads them."""
    said = {
        "records": settings.records.model_dump(mode="json", exclude={"covers_from"}),  # which bears on counting alone
        "columns": settings.columns,
        "codes": settings.codes,
        "agencies": settings.agencies,
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{_hash_of_code()}\n{text}".encode()).hexdigest()


@cache
def _hash_of_code() -> str:
    root = Path(str(files("csc_metrics")))
    paths = sorted({path for pattern in _SOURCES for path in root.glob(pattern)})
    lines = [f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
