"""docs/commands.md is what the commands say, and its examples use options that exist."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from reportgen.cli.page import EXAMPLES, commands, commands_page

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
COMMANDS = dict(commands())


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands_page(), "run make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_on_the_page(name: str) -> None:
    text = PAGE.read_text(encoding="utf-8").partition(f"\n## reportgen {name}\n")[2].partition("\n## ")[0]
    for item in COMMANDS[name].params:
        for option in item.opts if isinstance(item, click.Option) else (item.human_readable_name,):
            assert f"`{option}`" in text, option


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    for item in COMMANDS[name].params:
        assert not isinstance(item, click.Option) or (item.help or "").strip(), item.opts


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_with_its_own_options(name: str) -> None:
    known = {option for item in COMMANDS[name].params for option in item.opts}
    for example in EXAMPLES[name]:
        words = shlex.split(example)
        assert f"{example} ".startswith(f"reportgen {name} ")
        assert {word for word in words if word.startswith("--")} <= known, example


def test_no_example_is_of_a_command_that_is_gone() -> None:
    assert set(EXAMPLES) == set(COMMANDS)
