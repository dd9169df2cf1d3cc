"""Folders that other computers write to: those of sync programs, told by their names, and those on a network, told by their mounts."""

import re
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class SharedFolder:
    """A folder that a file should not be worked with in; `by` is what shares it, such as "Dropbox", or "" for a network."""

    path: PurePath
    by: str = ""


_NAMES = (
    (re.compile(r"dropbox( \(.+\)|-.+)?"), "Dropbox"),
    (re.compile(r"onedrive( - .+|-.+)?"), "OneDrive"),
    (re.compile(r"google ?drive( \(.+\)|-.+)?"), "Google Drive"),
    (re.compile(r"com~apple~clouddocs|mobile documents|icloud ?drive"), "iCloud"),
    (re.compile(r"nextcloud\d*"), "Nextcloud"),
    (re.compile(r"owncloud\d*"), "ownCloud"),
    (re.compile(r"pcloud ?drive|pcloud sync"), "pCloud"),
    (re.compile(r"megasync|mega"), "MEGA"),
    (re.compile(r"box sync|box-box"), "Box"),
    (re.compile(r"proton ?drive(-.+)?"), "Proton Drive"),
    (re.compile(r"seafile|seadrive"), "Seafile"),
    (re.compile(r"tresorit( drive)?"), "Tresorit"),
)
MARKS = {".dropbox.cache": "Dropbox", ".stfolder": "Syncthing", ".nextcloudsync.log": "Nextcloud", ".owncloudsync.log": "ownCloud"}
"""What sync programs leave in the folders they look after, whatever those are called."""

_NETWORKS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "ceph", "glusterfs"}
    | {f"fuse.{name}" for name in ("sshfs", "rclone", "gvfsd-fuse", "davfs2", "s3fs", "glusterfs", "smbnetfs")}
)


def synced_folder(folder: PurePath) -> SharedFolder | None:
    """Return the uppermost folder at or above this one that is called like that of a sync program."""
    for above in (*reversed(folder.parents), folder):
        for pattern, by in _NAMES:
            if pattern.fullmatch(above.name.casefold()):
                return SharedFolder(above, by)
        if above.parent.name == "CloudStorage":  # where macOS keeps those of all programs: "Nutstore-me@there"
            return SharedFolder(above, above.name.split("-")[0])
    return None


def network_folder(folder: PurePath, mounts: str) -> SharedFolder | None:
    """Return what lies on another computer at or above a folder; `mounts` is the text of Linux's list of mounts, "" elsewhere."""
    if folder.drive.startswith("\\\\"):
        return SharedFolder(type(folder)(folder.anchor))
    found: tuple[PurePath, str] | None = None
    for line in mounts.splitlines():
        _, place, kind, *_ = (*line.split(" "), "", "", "")
        mounted = type(folder)(_OCTAL.sub(lambda octal: chr(int(octal[1], 8)), place))
        if place and folder.is_relative_to(mounted) and (found is None or len(mounted.parts) >= len(found[0].parts)):
            found = mounted, kind
    return SharedFolder(found[0]) if found is not None and found[1] in _NETWORKS else None


_OCTAL = re.compile(r"\\([0-7]{3})")
