"""What a report was made from: the same for the same input, so that a finished report is known as such."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from csc_metrics import __version__
from csc_metrics.comparison.published_data import PublishedData
from csc_metrics.data_quality.held import PROVENANCE as ACCOUNTS
from csc_metrics.data_quality.held import HeldRecords
from csc_metrics.published.read import InputFile
from csc_metrics.report.headline import headline_of
from csc_metrics.report.notebooks import notebook_path
from csc_metrics.settings.model import Settings
from csc_metrics.settings.printed import as_json

MANIFEST_FILE: Final = "manifest.json"
_LIBRARIES: Final = ("matplotlib", "numpy", "pandas", "papermill", "polars", "seaborn")
_HEADLINES: Final = "headlines"
_SOURCES: Final = ("*.py", "*.csv", "*.css", "*.js", "*.jinja")


def sha256_of(content: bytes) -> str:
    """Return the hash of bytes as hexadecimal text."""
    return hashlib.sha256(content).hexdigest()


def manifest_of_inputs(
    data: PublishedData,
    *,
    notebook: str,
    parameters: dict[str, str],
    settings: Settings,
    neighbour_model: str,
    held: HeldRecords | None = None,
    commentary: Path | None = None,
) -> dict[str, Any]:
    """Return what a report is made from: versions, settings, notebook, parameters and the hash of every input.

    Nothing in it depends on time, place or machine. Settings that do not bear on published figures are told by hash
    alone, since this file stands in the public folder. held: the authority's own records, of which the hash of the
    account alone is told; None: there are none. commentary: file of the service's own words; None: there is none.
    """
    return _made_with([notebook], parameters) | {
        "settings": {"neighbours.model": neighbour_model},
        "settings_sha256": sha256_of(as_json(settings).encode()),
        "inputs": [asdict(file) for file in data.inputs],
        "is_carried": data.is_carried,
        "clean_tables_sha256": _hash_of_account(held) if held is not None else "",
        "commentary_sha256": _hash_of_words(commentary),
    }


def manifest_of_records(
    held: HeldRecords,
    *,
    notebooks: Sequence[str],
    parameters: dict[str, str],
    settings: Settings,
    published: Sequence[InputFile],
    commentary: Path | None = None,
    older_scorecard: Path | None = None,
) -> dict[str, Any]:
    """Return what reports on an authority's own records are made from: versions, notebooks, extracts, clean tables.

    held: the records. notebooks: names of those that make them. parameters: of the notebooks, but for folders.
    settings: of the authority. published: DfE's files that tell how many children live there, or figures that stand
    beside an older scorecard's. commentary: file of the service's own words; older_scorecard: that file; None: there is
    none. Nothing in it depends on time, place or machine.
    """
    return _made_with(notebooks, parameters) | {
        "settings": json.loads(as_json(settings)),
        "inputs": [
            {"name": one.file, "sha256": one.sha256, "extracted_on": str(one.extracted_on or "")}
            for one in held.snapshots
        ],
        "published": [asdict(file) for file in published],
        "clean_tables_sha256": _hash_of_account(held),
        "commentary_sha256": _hash_of_words(commentary),
        "older_scorecard": _named_file(older_scorecard),
    }


def _named_file(path: Path | None) -> dict[str, str] | None:
    """Return the name of a file, which its page prints, and its hash; None where there is none."""
    return {"name": path.name, "sha256": sha256_of(path.read_bytes())} if path is not None else None


def _hash_of_account(held: HeldRecords) -> str:
    """Return the hash of the account of an authority's clean tables, which holds the hash of each of them."""
    return sha256_of((held.clean / ACCOUNTS / f"{held.la_code}.json").read_bytes())


def _hash_of_words(commentary: Path | None) -> str:
    return sha256_of(commentary.read_bytes()) if commentary is not None else ""


def _made_with(notebooks: Sequence[str], parameters: dict[str, str]) -> dict[str, Any]:
    return {
        "csc_metrics": __version__,
        "source": _hash_of_package(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "notebooks": {name: sha256_of(notebook_path(name).read_bytes()) for name in notebooks},
        "parameters": parameters,
    }


def write_manifest(
    folder: Path,
    made_from: dict[str, Any],
    *,
    rows: Mapping[str, int],
    pages: Sequence[str],
    others: Sequence[str] = (),
) -> None:
    """Write manifest.json into a folder: what the report was made from, its status, rows, and the hash of each file.

    What each page says first is kept in it, too, for the index. made_from: of `manifest_of_inputs` or
    `manifest_of_records`. rows: how many each CSV file in the folder has. pages: names of the pages. others:
    names of further files beside them.
    """
    outputs = (*pages, *rows, *others)
    manifest = made_from | {
        "status": "complete",
        "rows": dict(rows),
        _HEADLINES: {page: headline_of((folder / page).read_bytes()) for page in pages},
        "outputs": {name: sha256_of((folder / name).read_bytes()) for name in sorted(outputs)},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / MANIFEST_FILE).write_text(text, encoding="utf-8", newline="\n")


def headlines_in(folder: Path) -> dict[str, str]:
    """Return what each page of a report's folder says first, by the page's name, as its manifest keeps it.

    A manifest that is not there, or that somebody has changed beyond reading, tells of none.
    """
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    kept = manifest.get(_HEADLINES) if isinstance(manifest, dict) else None
    if not isinstance(kept, dict):
        return {}
    return {page: told for page, told in kept.items() if isinstance(told, str)}


def is_up_to_date(folder: Path, made_from: dict[str, Any], *, outputs: Collection[str]) -> bool:
    """Whether a folder holds a whole report made from exactly this, every file as it was written.

    outputs: names of those that there must be.
    """
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    same = all(manifest.get(key) == json.loads(json.dumps(value)) for key, value in made_from.items())
    written = manifest.get("outputs", {})
    is_all = bool(outputs) and set(outputs) <= set(written)
    return same and is_all and all(_is_as_written(folder / name, sha256) for name, sha256 in written.items())


def _is_as_written(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_of(path.read_bytes()) == sha256


@cache
def _hash_of_package() -> str:
    """Return one hash of the package's own code, tables and templates: a change of any makes reports anew."""
    root = Path(str(files("csc_metrics")))
    paths = sorted(path for pattern in _SOURCES for path in root.rglob(pattern))
    lines = [f"{path.relative_to(root).as_posix()} {sha256_of(path.read_bytes())}" for path in paths]
    return sha256_of("\n".join(lines).encode())
