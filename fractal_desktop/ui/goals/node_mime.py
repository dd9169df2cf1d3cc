"""How the ids of dragged lines travel."""

import json
from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QMimeData

NODES_MIME = "application/x-fractal-desktop-nodes"


def nodes_mime_data(ids: Iterable[str]) -> QMimeData:
    """Return mime data that carries these ids, each once."""
    data = QMimeData()
    data.setData(NODES_MIME, QByteArray(json.dumps(list(dict.fromkeys(ids))).encode()))
    return data
