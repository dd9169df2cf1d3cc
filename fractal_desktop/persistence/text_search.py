"""Looking for a text without looking at everything: what lets too much through, quickly, before what is exact."""

import json
import re

_ESCAPED_ASCII = re.compile(r"\\u00[2-7]")
_NOTE = re.compile(r'"notes"\s*:\s*("(?:[^"\\]|\\.)+"|[-\d])')


def like_pattern(wanted: str) -> str:
    """Return a LIKE pattern (ESCAPE '\\') that lets through every text and JSON text with `wanted` (casefolded) in it, and more.

    LIKE ignores case for ASCII only, and JSON may escape anything else, so all but plain ASCII becomes "anything"; so does
    "ss", which stands for "ß" too.
    """
    return "%" + re.sub(r"ss|[^ !#-$&-.0-\[\]-^`-~]", "%", wanted) + "%"


def may_note(wanted: str, document: object) -> bool:
    """Return whether `wanted` (casefolded) stands in anything that is called a note in a session's document; true
    where that is not plain, as with a number for a note.

    Names and keys are full of words such as "exercise": reading the document for each of them takes ten times as long.
    """
    if not isinstance(document, str) or document.lstrip().startswith('"') or _ESCAPED_ASCII.search(document):
        return True
    return any(not note.startswith('"') or wanted in _plain(note).casefold() for note in _NOTE.findall(document))


def _plain(text: str) -> str:
    """Return a JSON text without its quotes and escapes; what is none, as it stands."""
    if "\\" not in text:
        return text[1:-1]
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return text
