"""One writer of a file at a time: a small file beside it says that somebody writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.model.errors import WrongCallError


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold ``.<name>.lock`` beside a file until the block ends. Raises WrongCallError while somebody else holds it."""
    lock = file.with_name(f".{file.name}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.touch(exist_ok=False)
    except FileExistsError:
        hint = f"Wait until it has ended, then import again; where no import is running, delete {lock.name} beside {file.name}."
        raise WrongCallError(f"Another import is writing {file}; nothing was written", hint) from None
    except OSError as error:
        raise WrongCallError(f"Cannot write {file}: {error.strerror or error}", "Check the folder, then import again.") from None
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
