"""Who may read what we write: ourselves alone, unless the folder is one that others read.

Belongs here: the mask of our processes, folders with their modes, files that follow their folder, the tightening of an
older installation. Does not belong here: which folder is which (`pipelines.orchestration.folders`).

Raw pages hold telephone numbers of people, ledgers what people decided: another account of the machine has no business
there, whatever the shell says that started us. What others read (releases, the desk) is opened to a group on purpose.
That group is the folder's: with the setgid bit on a folder, everything made in it belongs to the same group. Our own
account must be in the group, else the system takes the bit away.
"""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_IMODE, S_ISDIR

PRIVATE = 0o700
SHARED = 0o750
"""Read by the group of the folder."""
PASSAGE = 0o710
"""The group may go through to a shared folder in it, and sees nothing on the way."""
_MASK = 0o077
_READS_FOLDER = (0o050, 0o005)  # group, others
_READS = 0o044
# What a folder of each kind, and what is in it, must not allow; that somebody passes through is no harm
_TOO_MUCH = {PRIVATE: 0o077, SHARED: 0o007, PASSAGE: 0o066}


def keep_private() -> None:
    """From here on this process and its children make files and folders that only our own account can read.

    Every program of ours begins with it.
    """
    os.umask(_MASK)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, unless they are there; the group reads a new one when it reads its parent.

    Args:
        path: the folder.
    """
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(PRIVATE, exist_ok=True)
    as_its_folder(path)


def as_its_folder(path: Path) -> None:
    """Whoever reads the folder around it reads this file or folder of ours too, and nobody else.

    A copy brings the rights of what was copied: they are not ours.

    Args:
        path: the file or folder.
    """
    _follow(path, path.stat().st_mode, _readers_of(path.parent))


def as_their_folders(folder: Path) -> None:
    """The same for a folder and everything in it, from the outside to the inside.

    Args:
        folder: the outermost; there are no links in it.
    """
    as_its_folder(folder)
    for place, _, _ in os.walk(folder):
        readers = _readers_of(place)
        with os.scandir(place) as entries:
            for entry in entries:
                _follow(entry.path, entry.stat().st_mode, readers)


def _readers_of(folder: Path | str) -> int:
    around = os.stat(folder).st_mode  # noqa: PTH116  # of many folders
    return sum(bits for bits in _READS_FOLDER if around & bits == bits)


def _follow(path: Path | str, mode: int, readers: int) -> None:
    now = S_IMODE(mode)
    wanted = now & ~_MASK | (readers if S_ISDIR(mode) else readers & _READS)
    if wanted != now:
        os.chmod(path, wanted)  # noqa: PTH101  # of a hundred thousand files


def settle_folder(path: Path, kind: int) -> None:
    """Make a folder of a kind; one that is there already is closed to those who have no business in it.

    Nothing is ever opened further than it is: an administrator may have closed more. An older installation is tightened
    once, with everything in it; after that a look at the folder is enough.

    Args:
        path: the folder; its parent exists.
        kind: `PRIVATE`, `SHARED` or `PASSAGE`.
    """
    if not path.is_dir():
        path.mkdir(PRIVATE)
        # The mask would take the group's part away; a bit that hands down the group stays
        path.chmod(S_IMODE(path.stat().st_mode) | kind)
    elif S_IMODE(path.stat().st_mode) & _TOO_MUCH[kind]:
        _close(path, _TOO_MUCH[kind])
        inside = path.rglob("*") if kind != PASSAGE else (each for each in path.iterdir() if each.is_file())
        for each in inside:
            _close(each, _TOO_MUCH[PRIVATE if kind == PASSAGE else kind])


def _close(path: Path, bits: int) -> None:
    """Take rights away; what belongs to another account is for that account to close."""
    if path.is_symlink():
        return
    status = path.stat()
    if status.st_mode & bits and os.geteuid() in (0, status.st_uid):
        path.chmod(S_IMODE(status.st_mode) & ~bits)
