"""Part of revision 0002: files that the old script had migrated already, whole or in part (shapes G, H, I).

Their columns stay where they are. What they hold is parked and computed anew; the document is `attributes` if that is not
empty, else `session_data`. A rollback gives untouched sessions the very old content, others what they hold now.
"""

import sqlite3
from typing import TYPE_CHECKING, Any

from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.batches import session_batches
from fractal_desktop.persistence.revisions.stored import BEFORE, COLUMNS, OTHER_DOCUMENT, SESSION, digest, session_key
from fractal_desktop.persistence.sql_names import quoted

if TYPE_CHECKING:
    from fractal_desktop.persistence.revisions.run import Run

_EMPTY = (None, "", b"")


def take_documents(db: sqlite3.Connection, before: tuple[str, ...], run: "Run") -> None:
    """Park what the columns `before` hold, empty them in rows that are no sessions, and leave the document in `session_data`."""
    promoted = [name for name in COLUMNS if name in before]
    attributes = "attributes" if "attributes" in before else "NULL"
    listed = ", ".join([*promoted, "session_data", attributes])
    any_content = " OR ".join(f"{name} IS NOT NULL" for name in before)
    wanted = f"type = 'PracticeSession' OR {any_content}"
    run.tell("0002 Session analytics", "keeping what the old script had filled in", 0.02)
    for number, (session_id, *cells) in enumerate(db.execute(f"SELECT id, {listed} FROM goals WHERE {wanted} ORDER BY rowid")):
        *values, session_data, attribute = cells
        kept = _park_documents(db, session_id, session_data, attribute)
        kept["cells"] = {name: parking.encode(cell) for name, cell in zip(promoted, values, strict=True)}
        parking.put(db, BEFORE, session_key(session_id), kept)
        if number % 1000 == 0:
            run.tell("0002 Session analytics", "keeping what the old script had filled in", 0.02)
    if "attributes" in before:
        db.execute("UPDATE goals SET session_data = attributes WHERE attributes NOT IN ('', x'') AND session_data IS NOT attributes")
    if promoted:
        emptied = ", ".join(f"{name} = NULL" for name in promoted)
        db.execute(f"UPDATE goals SET {emptied} WHERE type <> 'PracticeSession' AND ({any_content})")


def give_back(db: sqlite3.Connection, before: dict[str, str], run: "Run") -> None:
    """Fill the old columns again; the table has them all, `session_data` holds the documents, `attributes` nothing."""
    promoted = [name for name in COLUMNS if name in before]
    columns = ", ".join(["id", "type", "session_data", *promoted])
    targets = [*promoted, "session_data", *(["attributes"] if "attributes" in before else [])]
    for batch in session_batches(db, columns, "1"):
        updates: list[tuple[Any, ...]] = []
        for rowid, row_id, kind, document, *values in batch:
            if kind == "PracticeSession" or parking.get(db, BEFORE, session_key(row_id)) is not None:
                cells = _cells_before(db, row_id, document, dict(zip(promoted, values, strict=True)))
                updates.append((rowid, [cells[name] for name in targets]))
        for rowid, row in updates:
            assignments = ", ".join(f"{quoted(name)} = {parking.mark(cell)}" for name, cell in zip(targets, row, strict=True))
            db.execute(f"UPDATE goals SET {assignments} WHERE rowid = ?", [*map(parking.bound, row), rowid])
        run.tell("0002 Session analytics", "giving the old columns their content back", 0.7)
    parking.forget(db, BEFORE)


def _park_documents(db: sqlite3.Connection, row_id: object, session_data: Any, attributes: Any) -> dict[str, object]:
    """Return how the two columns held the document that is taken; park the other one where they differ."""
    chosen, other, column = (session_data, attributes, "attributes") if attributes in _EMPTY else (attributes, session_data, "session_data")
    kept: dict[str, object] = {"digest": digest(chosen)}
    if other in _EMPTY:
        return kept | {"other": {"column": column, "cell": parking.encode(other)}}
    if type(other) is type(chosen) and other == chosen:
        return kept
    text = {"column": column, "cell": parking.encode(other)}
    _keep_other_document(db, session_key(row_id), {**text, "digest": digest(chosen)})
    return kept | {"other": text}


def _keep_other_document(db: sqlite3.Connection, key: str, value: dict[str, object]) -> None:
    """Park the text that was not taken; one that was kept under the same key before moves aside."""
    earlier = parking.get(db, OTHER_DOCUMENT, key)
    if isinstance(earlier, dict) and earlier["cell"] != value["cell"]:
        number = 2
        while parking.get(db, OTHER_DOCUMENT, f"{key}#{number}") is not None:
            number += 1
        parking.put(db, OTHER_DOCUMENT, f"{key}#{number}", earlier)
    parking.put(db, OTHER_DOCUMENT, key, value)


def _cells_before(db: sqlite3.Connection, row_id: object, document: Any, present: dict[str, Any]) -> dict[str, Any]:
    """Return what the row is to hold: its old content if nobody touched it since, else what it holds now, the document twice."""
    key = session_key(row_id)
    before, edit = parking.get(db, BEFORE, key), parking.get(db, SESSION, key)
    moved = isinstance(edit, dict) and edit["moved"]
    if not isinstance(before, dict) or moved or before["digest"] != digest(document):
        return {**present, "session_data": document, "attributes": document}
    cells: dict[str, Any] = {name: parking.decode(cell) for name, cell in before["cells"].items()}
    cells |= {"session_data": document, "attributes": document}
    if "other" in before:
        cells[before["other"]["column"]] = parking.decode(before["other"]["cell"])
        parking.forget(db, OTHER_DOCUMENT, key)
    return cells
