"""Write every generated page: `make docs`. A test fails where one of them is stale.

Their words come from the package (registry of measures, schemas of tables, numbers of policy, DfE's tables) and from
the worked examples of the spec tests, so that no page says what the code does not do. It stands among the tests
because the examples do.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from documents import (
    clean_tables,
    errors,
    how_sure,
    made_up_region,
    methodology,
    published_files,
    sentences,
    tables,
    templates,
)

from csc_metrics.measures.dictionary import as_csv, as_json, as_markdown

REPOSITORY: Final = Path(__file__).parent.parent
PAGES: Final[dict[str, Callable[[], str]]] = {
    "docs/data_dictionary.md": as_markdown,
    "docs/data_dictionary.csv": as_csv,
    "docs/data_dictionary.json": as_json,
    "docs/errors.md": errors.page,
    "docs/methodology.md": methodology.page,
    "docs/tables.md": tables.page,
    "docs/clean_tables.md": clean_tables.page,
    "docs/made_up_region.md": made_up_region.page,
    "docs/how_sure.md": how_sure.page,
    "docs/sentences.md": sentences.page,
    **templates.pages(),
    "data_raw/README.md": lambda: published_files.page(REPOSITORY / "data_raw" / "README.md"),
}
"""By path from the repository: what makes the page's text."""


def main() -> None:
    """Write all of them."""
    for path, make in PAGES.items():
        (REPOSITORY / path).parent.mkdir(parents=True, exist_ok=True)
        (REPOSITORY / path).write_text(make(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
