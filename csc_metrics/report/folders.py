"""Where notebooks read from when no folder is named: here, one folder up, or what `csc-metrics demo` left."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.data_quality.held import PROVENANCE, find_authority_with_records
from csc_metrics.report.commentary_places import DEFAULT_RAW
from csc_metrics.settings.read import settings_file_of

DEFAULT_CLEAN: Final = Path("data_clean")
"""Where clean tables are looked for."""
DEMO_REGION: Final = Path("reports") / "demo" / "made_up_region"
"""Where `csc-metrics demo` leaves the made-up region: its extracts, settings and clean tables."""
_NEAR: Final = (Path(), Path(".."))
"""Here, and one folder up for a notebook that is run where it lies."""
_SETTINGS: Final = "settings.toml"


class Where(TypedDict, total=False):
    """Where a notebook says that its report is read from; what is empty or left out is looked for.

    clean: folder of clean tables; else data_clean. published: folder of DfE's files, for how many children live there;
    else data_raw/published, or what the package carries. settings: file of the authority's own numbers; else
    settings.toml, or the defaults. raw: folder in which the service's own words lie; else data_raw.
    """

    clean: str
    published: str
    settings: str
    raw: str


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where one authority's records lie. clean: folder of clean tables. settings: file; None: the defaults.

    raw: folder of extracts, in which the service's own words lie.
    """

    clean: Path
    settings: Path | None
    raw: Path


def places_of(authority: str, *, clean: str = "", settings: str = "", raw: str = "") -> Places:
    """Return where an authority's records, settings and words are read from.

    authority: code or name. clean, settings, raw: as in a notebook. Where no folder of clean tables is named, those of
    an authority of the made-up region are looked for in what `csc-metrics demo` left, too, and settings and words are
    then those of the demo.
    Raises: UnknownAuthority with the nearest right names.
    """
    code = find_authority_with_records(authority).la_code
    region = None if clean else _demo_of(code)
    if region is not None:
        own = region / _SETTINGS
        file = own if not settings and own.is_file() else settings_file_of(settings)
        return Places(clean=region / DEFAULT_CLEAN, settings=file, raw=Path(raw) if raw else region / DEFAULT_RAW)
    return Places(
        clean=Path(clean) if clean else _near(DEFAULT_CLEAN),
        settings=settings_file_of(settings),
        raw=Path(raw) if raw else _near(DEFAULT_RAW),
    )


def folder_made(folder: str) -> Path:
    """Return the folder that a notebook writes into; it is made where it is not there. folder: as in the notebook."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    return place


def _demo_of(code: str) -> Path | None:
    """Return where the demo left the records of a made-up authority, unless its own folder holds some; else None."""
    if code not in made_up_authorities() or _holds(_near(DEFAULT_CLEAN), code):
        return None
    return next((near / DEMO_REGION for near in _NEAR if _holds(near / DEMO_REGION / DEFAULT_CLEAN, code)), None)


def _holds(clean: Path, code: str) -> bool:
    return (clean / PROVENANCE / f"{code}.json").is_file()


def _near(folder: Path) -> Path:
    """Return a folder where it stands: here, else one folder up; where it is nowhere, as if it were here."""
    return next((near / folder for near in _NEAR if (near / folder).is_dir()), folder)
