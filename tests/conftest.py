"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# A law is about what comes out, not about how fast a busy machine gives it: no example fails for its time.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
