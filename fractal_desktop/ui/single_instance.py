"""One window a user: a second start hands its file to the first window and leaves."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 200
_ATTEMPTS = 20
_SEEN = b"seen\n"


def server_name(folder: Path) -> str:
    """Return the name of the window whose data lies in `folder`; short, since the path of a socket must be."""
    return f"fractal-desktop-{hashlib.sha256(str(folder).encode(errors='surrogateescape')).hexdigest()[:16]}"


def hand_over(name: str, path: Path | None) -> bool:
    """Ask the first window to show itself, with the file at `path` if there is one; return whether it has heard.

    The first one may hold the lock and not listen yet, so this goes on for up to four seconds.
    """
    for _ in range(_ATTEMPTS):
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(_PATIENCE_MS):
            socket.write(f"{path.absolute() if path else ''}\n".encode(errors="surrogateescape"))
            socket.flush()
            return socket.waitForReadyRead(_PATIENCE_MS * _ATTEMPTS)
        _wait()
    return False


def _wait() -> None:
    from PySide6.QtCore import QThread

    QThread.msleep(_PATIENCE_MS)


class Doorkeeper(QObject):
    """Listens for later starts of the program."""

    knocked = Signal(object)
    """Another start wants the window to show itself, with the file at this Path, or None."""

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        QLocalServer.removeServer(name)  # what a crash left; nobody else listens while this one holds the lock
        self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    @Slot()
    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(self._on_ready)
        socket.disconnected.connect(socket.deleteLater)
        if socket.canReadLine():
            self._read(socket)

    @Slot()
    def _on_ready(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket) and socket.canReadLine():
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        text = bytes(socket.readLine().data()).decode(errors="surrogateescape").rstrip("\n")
        socket.write(_SEEN)
        socket.flush()
        self.knocked.emit(Path(text) if text else None)
