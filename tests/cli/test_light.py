"""What starting the command pulls in, asked of a fresh interpreter."""

import subprocess
import sys

HEAVY = ("pandas", "polars", "weasyprint", "matplotlib", "numpy", "pydantic", "openpyxl", "xlsxwriter", "jinja2")


def _modules(code: str) -> set[str]:
    lines = ["import sys", "sys.argv = ['reportgen', '--help']", "try:", f"    {code}", "except SystemExit:", "    pass"]
    script = "\n".join([*lines, "print('MODULES', *sys.modules)"])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split("MODULES", 1)[1].split())


def test_help_imports_no_engine() -> None:
    loaded = _modules("from reportgen.cli.main import main; main()")
    assert not loaded.intersection(HEAVY)


def test_the_package_root_is_light() -> None:
    assert not _modules("import reportgen").intersection(HEAVY)


def test_checking_data_needs_no_layout_engine() -> None:
    loaded = _modules("import reportgen.run.check, reportgen.dataset, reportgen.scoring")
    assert not loaded.intersection({"weasyprint", "matplotlib", "xlsxwriter"})
