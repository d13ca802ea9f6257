"""Made-up returns in XML, small and written by the test that reads them."""

from pathlib import Path
from typing import Final

HEADER: Final = (
    "<Header><CollectionDetails><Collection>{collection}</Collection><Year>{year}</Year>"
    "<ReferenceDate>{year}-03-31</ReferenceDate></CollectionDetails>"
    "<Source><SourceLevel>L</SourceLevel><LEA>{la_code}</LEA><DateTime>{year}-05-01T09:00:00</DateTime></Source></Header>"
)


def cin_text(*children: str, year: int = 2025, la_code: str = "314") -> str:
    """Return a CIN census of these Child elements, one to a line from line 2."""
    head = HEADER.format(collection="CIN", year=year, la_code=la_code)
    return f"<Message>{head}<Children>\n" + "\n".join(children) + "\n</Children></Message>"


def workforce_text(*elements: str, year: int = 2024, la_code: str = "392") -> str:
    """Return a workforce census of these elements, one to a line from line 2."""
    head = HEADER.format(collection="CSWW", year=year, la_code=la_code)
    return f"<Message>{head}\n" + "\n".join(elements) + "\n</Message>"


def child_text(*details: str, identifiers: str = "<LAchildID>A1</LAchildID>", characteristics: str = "") -> str:
    """Return a Child of these identifiers, characteristics and CINdetails."""
    return (
        f"<Child><ChildIdentifiers>{identifiers}</ChildIdentifiers>"
        f"<ChildCharacteristics>{characteristics}</ChildCharacteristics>{''.join(details)}</Child>"
    )


def written(folder: Path, content: str | bytes) -> Path:
    """Write a file, text as UTF-8, and return where it is."""
    path = folder / "return.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
