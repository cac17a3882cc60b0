"""What a template pack may replace: a block, the page, the style, the logo. Its templates are data, not code."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from jinja2 import BaseLoader, ChoiceLoader, FunctionLoader, PackageLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.model.errors import RefusedError
from reportgen.render.html.writing import clean


class TemplateFaultError(RefusedError):
    """A template of a pack that cannot be read or names what does not exist: pack, file and line."""

    def __init__(self, pack: str, file: str, line: int | None, reason: str) -> None:
        place = f"{pack}/{file}" if pack else file
        super().__init__(f"{place}{f', line {line}' if line else ''}: {reason}",
                         "Templates see report, meta, section, block and ink; docs/theming.md lists what each holds")
        self.file, self.line = file, line


@dataclass(frozen=True, slots=True)
class Overrides:
    """A pack's own parts: ``templates`` as pairs of file name (``table.html.j2``) and text, ``css`` laid over the theme.

    ``assets`` are pairs of file name and bytes that the style or a template may show; ``logo`` names one of them.
    """

    pack: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    css: str = ""
    assets: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    logo: str = ""


@lru_cache(maxsize=16)
def environment(templates: tuple[tuple[str, str], ...] = ()) -> ImmutableSandboxedEnvironment:
    """The sandbox in which templates run, compiled once: autoescape, strict names, no file outside the package."""
    loaders: list[BaseLoader] = [PackageLoader("reportgen.render.html", "templates")]
    if templates:
        own = dict(templates)
        loaders.insert(0, FunctionLoader(lambda name: (own[name], name, None) if name in own else None))
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=_printable, auto_reload=False, cache_size=64)


def _printable(value: object) -> object:
    """What an expression of a template prints: plain text without characters that HTML cannot hold."""
    return clean(value) if type(value) is str else value


def fault(error: Exception, overrides: Overrides) -> TemplateFaultError:
    """The error of a template with the pack's file and line in it."""
    file, line = getattr(error, "name", None) or "", getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None and not isinstance(error, TemplateSyntaxError):
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    own = file.rsplit("/", 1)[-1]
    return TemplateFaultError(overrides.pack, own, line, getattr(error, "message", None) or str(error))
