"""The run's front page: a plain list of what was made, for whoever may see all of it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import quote

from reportgen.delivery.manifest import FileEntry, Manifest
from reportgen.model.dataset import Locale

_WORDS = {
    "zh-CN": {"title": "\u7ee9\u6548\u62a5\u544a", "run": "\u8fd0\u884c", "as_of": "\u622a\u81f3", "company": "\u516c\u53f8",
              "units": "\u5355\u4f4d", "people": "\u4e2a\u4eba", "missing": "\u672a\u751f\u6210",
              "excluded": "\u6570\u636e\u6709\u8bef\uff0c\u672a\u8ba1\u7b97",
              "find": "\u67e5\u627e\u59d3\u540d\u6216\u7f16\u53f7"},
    "en": {"title": "Performance reports", "run": "Run", "as_of": "As of", "company": "Company", "units": "Units",
           "people": "People", "missing": "Not made", "excluded": "Not computed, data in error", "find": "Find a name or id"},
}
_STYLE = """:root{color-scheme:light dark;--ink:#1B222B;--grey:#4C5561;--hair:#DDE1E6;--paper:#fff;--accent:#1F5FA8}
@media(prefers-color-scheme:dark){:root{--ink:#E8EBEE;--grey:#B4BCC6;--hair:#2E353E;--paper:#171C22;--accent:#7FB2EE}}
body{margin:2rem auto;max-width:60rem;padding:0 1rem;background:var(--paper);color:var(--ink);
font:14px/1.5 "Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:22px;margin:0}h2{font-size:14px;margin:2rem 0 .25rem}p{color:var(--grey);margin:.25rem 0 1rem}
table{width:100%;border-collapse:collapse}td{padding:.2rem .5rem .2rem 0;border-bottom:1px solid var(--hair)}
td:nth-child(2){color:var(--grey)}td:last-child{text-align:right;white-space:nowrap}a{color:var(--accent);margin-left:.75rem}
input{font:inherit;padding:.3rem .5rem;width:16rem;border:1px solid var(--hair);background:transparent;color:inherit}"""
_SCRIPT = """document.getElementById("q").addEventListener("input",e=>{const q=e.target.value.trim().toLowerCase();
document.querySelectorAll("tr").forEach(r=>{r.hidden=!!q&&!r.textContent.toLowerCase().includes(q)})})"""


def index_page(manifest: Manifest, name_of: Callable[[str], str], locale: Locale) -> bytes:
    """The page as UTF-8 HTML: company, units, people, each with links to its files; then what was not made."""
    words = _WORDS[locale]
    groups: dict[str, dict[str, list[FileEntry]]] = {"company": {}, "units": {}, "people": {}}
    for entry in sorted(manifest.files):
        group = {"company": "company", "individual": "people"}.get(entry.level, "units")
        groups[group].setdefault(entry.subject_id, []).append(entry)
    parts = [
        f"<!doctype html><html lang=\"{locale}\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        f"<title>{escape(words['title'])}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(manifest.dataset)} {escape(manifest.period)}</h1>",
        f"<p>{words['as_of']} {manifest.as_of} \u2003 {words['run']} {manifest.run_id}</p>",
        f"<input id=\"q\" type=\"search\" placeholder=\"{words['find']}\" aria-label=\"{words['find']}\">",
    ]
    for group, subjects in groups.items():
        if subjects:
            parts.append(f"<h2>{words[group]}</h2><table>")
            parts += [_row(subject, name_of(subject), entries) for subject, entries in subjects.items()]
            parts.append("</table>")
    failed = [(item.subject_id, f"{item.report}.{item.format}".rstrip(".") + f": {item.reason}") for item in manifest.failures]
    parts += _list(words["missing"], failed, name_of)
    parts += _list(words["excluded"], [(name, ", ".join(codes)) for name, codes in manifest.excluded.items()], name_of)
    parts.append(f"<script>{_SCRIPT}</script></body></html>\n")
    return "\n".join(parts).encode()


def _row(subject: str, name: str, entries: list[FileEntry]) -> str:
    several = len({entry.report for entry in entries}) > 1
    links = "".join(
        f"<a href=\"{escape(quote(entry.path))}\">{escape(_label(entry, several))}</a>" for entry in entries
    )
    return f"<tr><td>{escape(name)}</td><td>{escape(subject)}</td><td>{links}</td></tr>"


def _label(entry: FileEntry, several: bool) -> str:
    kind = {"pdf": "PDF", "xlsx": "Excel", "html": "HTML"}[entry.format]
    localised = f".{entry.locale}." in entry.path
    return " ".join(part for part in (entry.report if several else "", kind, entry.locale if localised else "") if part)


def _list(title: str, rows: list[tuple[str, str]], name_of: Callable[[str], str]) -> list[str]:
    if not rows:
        return []
    lines = [f"<tr><td>{escape(name_of(who))}</td><td>{escape(who)}</td><td>{escape(what)}</td></tr>" for who, what in rows]
    return [f"<h2>{escape(title)}</h2><table>", *lines, "</table>"]
