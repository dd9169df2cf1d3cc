"""Part of revision 0002: what is stored of a session besides its document, and under which names it is parked.

| kind in `parked` | key | value |
|---|---|---|
| `session` | row key of the id | promoted columns, provenance and issues, where they are not what the document comes to; its digest |
| `before` | row key of the id | what the columns held that the old script had made (shapes G, H, I); digest of the document taken |
| `other_document` | row key of the id | the text that was not taken where two documents differed; digest of the one taken; stays |
"""

import hashlib
from typing import NamedTuple, Self

from fractal_desktop.domain.backfill import Backfill, Issue
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.persistence.revisions import parking

COLUMNS = ("session_start", "session_end", "total_duration_seconds", "template_id")
DOCUMENT_COLUMNS = (*COLUMNS, "attributes")

SESSION = "session"
BEFORE = "before"
OTHER_DOCUMENT = "other_document"


def digest(document: object) -> str:
    """Return a short digest of what a document column holds, of whatever type."""
    cell: parking.Cell = document  # type: ignore[assignment]
    content = parking.bound(cell)
    data = content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else repr(content).encode()
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def session_key(session_id: object) -> str:
    """Return the key under which something of the row with this id is parked."""
    return parking.row_key([session_id])  # type: ignore[list-item]


class Stored(NamedTuple):
    """Promoted columns in the order of COLUMNS; the three sources or None; issues as (code, detail, status), sorted."""

    columns: tuple[parking.Cell, ...]
    provenance: tuple[str | None, ...] | None
    issues: tuple[tuple[str, str | None, str], ...]

    @classmethod
    def of(cls, found: Backfill) -> Self:
        """Return what is stored of a session whose document comes to `found`."""
        start = None if found.start is None else column_text(found.start)
        end = None if found.end is None else column_text(found.end)
        sources = (found.start_source.value, found.end_source.value, found.duration_source.value)
        issues = tuple([(code.value, None, "open") for code in found.issues]) if found.issues else ()
        return cls((start, end, found.duration_seconds, found.template_id), sources, issues)

    def noting(self, issue: Issue, detail: str | None = None) -> Self:
        """Return the same with one open issue more."""
        return self._replace(issues=tuple(sorted([*self.issues, (str(issue), detail, "open")], key=repr)))

    def to_json(self, document: object, *, moved: bool) -> dict[str, object]:
        """Return what is parked; `moved` says whether the columns are others than the document comes to."""
        columns = [parking.encode(cell) for cell in self.columns]
        return {"digest": digest(document), "columns": columns, "provenance": self.provenance, "issues": self.issues, "moved": moved}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Return what `to_json` made `value` of."""
        assert isinstance(value, dict)
        sources = value["provenance"]
        columns = tuple(parking.decode(cell) for cell in value["columns"])
        issues = tuple((code, detail, status) for code, detail, status in value["issues"])
        return cls(columns, None if sources is None else tuple(sources), issues)
