"""What places allow to be deducted from wages: the examples shipped in ``jurisdictions.yaml``, and those of a policy.

The examples are to be confirmed by counsel (docs/method/rewards.md, "Deductions").
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from reportgen.model.errors import RefusedError
from reportgen.model.policy import Jurisdiction

FILE = "jurisdictions.yaml"


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Jurisdiction]:
    """Code of a place -> its profile. Raises RefusedError that names file, line and fault where the file was damaged."""
    return profiles((resources.files(__package__) / FILE).read_bytes(), FILE)


def profiles(content: bytes, name: str) -> Mapping[str, Jurisdiction]:
    """The profiles in the bytes of a file called ``name``. Raises RefusedError on any fault."""
    from reportgen.policy.load import read_policy

    policy = read_policy(content, name)
    if policy.findings:
        faults = [f"line {finding.row}: {finding.params['problem']}" for finding in policy.findings]
        raise RefusedError(f"{name} cannot be used, {'; '.join(faults)}", "Correct it, or install the package again.")
    return policy.rules.jurisdictions


def jurisdiction_of(code: str, own: Mapping[str, Jurisdiction] | None = None) -> tuple[str, Jurisdiction] | None:
    """The profile of a place such as ``CN-44-SZ``, with the code that it is listed under; None where none is known.

    ``own`` are those of the policy: they replace and add to the examples.
    """
    known = {**shipped(), **(own or {})}
    parts = code.split("-") if code else []
    for count in range(len(parts), 0, -1):
        listed = "-".join(parts[:count])
        if listed in known:
            return listed, known[listed]
    return None
