"""What can be wrong with an XML file as a whole, worded once: path, line, and what to do at the source."""

from pathlib import Path
from typing import Final, Self

from csc_metrics.records.raw import UnreadableExtract

_LONGEST_REASON: Final = 120
_LONGEST_VALUE: Final = 40
_EXPORT_AGAIN: Final = "Run the export again in the case system"


class UnreadableXml(UnreadableExtract):
    """An XML return cannot be read, or not beyond some line."""

    @classmethod
    def empty(cls, path: Path) -> Self:
        """Word the error for a file without content. Its rule is `file_empty`."""
        return cls(f"{path}: the file is empty.", rule="file_empty", remedy=f"{_EXPORT_AGAIN} and copy it whole.")

    @classmethod
    def truncated(cls, path: Path, line: int) -> Self:
        """Word the error for a file that ends before its last element does. Its rule is `file_truncated`."""
        return cls(
            f"{path}, line {line}: the file ends here, before its elements are closed; it is cut off.",
            rule="file_truncated",
            remedy=f"{_EXPORT_AGAIN} and copy it whole.",
        )

    @classmethod
    def not_xml(cls, path: Path) -> Self:
        """Word the error for a file that does not begin as XML does. Its rule is `not_xml`."""
        return cls(
            f"{path}, line 1: not an XML file: it does not begin with <.",
            rule="not_xml",
            remedy="Give the XML file itself, not a workbook, a CSV file or an archive.",
        )

    @classmethod
    def broken(cls, path: Path, line: int, reason: str) -> Self:
        """Word the error for XML that is not well-formed. Its rule is `not_well_formed`."""
        return cls(
            f"{path}, line {line}: not well-formed XML ({reason[:_LONGEST_REASON]}).",
            rule="not_well_formed",
            remedy=f"{_EXPORT_AGAIN}; do not edit the file by hand.",
        )

    @classmethod
    def encoded_otherwise(cls, path: Path, line: int, reason: str) -> Self:
        """Word the error for bytes that are not in the encoding that the file names. Its rule is `wrong_encoding`."""
        return cls(
            f"{path}, line {line}: the file is not in the encoding that it names, UTF-8 if it names none "
            f"({reason[:_LONGEST_REASON]}).",
            rule="wrong_encoding",
            remedy="Save it as UTF-8 in the case system, or have its first line name the encoding that it is in.",
        )

    @classmethod
    def with_doctype(cls, path: Path, line: int) -> Self:
        """Word the error for a document type definition, which no return has. Its rule is `dtd_refused`."""
        return cls(
            f"{path}, line {line}: a document type definition (DOCTYPE). It can fetch other files or swell without "
            "end, no return needs one, and nothing below it was read.",
            rule="dtd_refused",
            remedy="Ask who made the file; run the export again in the case system.",
        )

    @classmethod
    def beyond_bounds(cls, path: Path, line: int, *, rule: str, reason: str) -> Self:
        """Word the error for what is deeper, longer or larger than any return."""
        return cls(
            f"{path}, line {line}: {reason}.",
            rule=rule,
            remedy="Ask who made the file; run the export again in the case system.",
        )

    @classmethod
    def without_header(cls, path: Path) -> Self:
        """Word the error for a file that is no return to DfE. Its rule is `no_header`."""
        return cls(
            f"{path}: not a return to DfE: no Message that begins with a Header.",
            rule="no_header",
            remedy="Give the XML file that is sent to DfE's COLLECT.",
        )

    @classmethod
    def of_another_collection(cls, path: Path, *, wanted: str, found: str) -> Self:
        """Word the error for a return of another kind. Its rule is `another_collection`."""
        return cls(
            f"{path}: its header says Collection {found[:_LONGEST_VALUE]}; {wanted} is wanted here.",
            rule="another_collection",
            remedy=f"Give the return whose Collection is {wanted}.",
        )

    @classmethod
    def header_disagrees(cls, path: Path, line: int, *, tag: str, values: tuple[str, str]) -> Self:
        """Word the error for a header in which an element stands twice. Its rule is `element_twice`."""
        written = " and ".join(value[:_LONGEST_VALUE] for value in values)
        return cls(
            f"{path}, line {line}: {tag} stands twice in the header, as {written}.",
            rule="element_twice",
            remedy=f"Keep the one {tag} that is right.",
        )
