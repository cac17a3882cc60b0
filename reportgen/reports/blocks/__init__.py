"""One function per block: a page and its options -> blocks of the report model. Importing this folder registers them all."""

from reportgen.reports.blocks import hero, message, notes, scorecard, signature

__all__ = ["hero", "message", "notes", "scorecard", "signature"]
