"""The manifest of a run: what was made, from what, with which digest (contract 8)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class FileEntry:
    """One file: path below the run's folder, whose report it is, and its digest. ``pages`` is None for other formats."""

    path: str
    subject_id: str
    level: str
    report: str
    format: str
    locale: str
    sha256: str
    bytes: int
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be made, and why."""

    subject_id: str
    report: str
    format: str
    locale: str
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Run identity, versions, input and policy hashes, and every file."""

    run_id: str
    dataset: str
    period: str
    as_of: str
    status: str
    versions: Mapping[str, str]
    input_sha256: str
    policy: str
    policy_sha256: str
    files: Sequence[FileEntry]
    failures: Sequence[Failure]
    excluded: Mapping[str, Sequence[str]]

    def to_json(self) -> bytes:
        """UTF-8 JSON with sorted files and keys, ending in a line feed."""
        tree = asdict(self)
        tree["files"] = [asdict(entry) for entry in sorted(self.files)]
        return (json.dumps(tree, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def digest(content: bytes) -> str:
    """The sha256 of ``content`` in hex."""
    return hashlib.sha256(content).hexdigest()
