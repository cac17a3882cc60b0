"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from reportgen.model.errors import ReportgenError


class CannotWriteError(ReportgenError):
    """A file could not be written: the path and the system's reason. What stood there before still stands."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"Cannot write {path}: {reason}", "Files that were finished before are whole. Make room and run again.")
        self.path, self.reason = path, reason


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` under ``path`` by renaming a finished temporary file of the same folder.

    Raises CannotWriteError (no permission, a full disk, a path through a file); nothing half-written stays behind.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644 & ~_umask())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise CannotWriteError(path, error.strerror or str(error)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
