"""Turn a view and a template pack into a Report: every number, word, order and meaning of a colour is decided here."""

from reportgen.reports.build import build_report
from reportgen.reports.pack import Pack
from reportgen.reports.packs import PACK_FILE, find_pack, find_packs, load_pack, pack_folders
from reportgen.reports.schema import report_schema

__all__ = ["PACK_FILE", "Pack", "build_report", "find_pack", "find_packs", "load_pack", "pack_folders", "report_schema"]
