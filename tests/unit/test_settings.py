"""What the README and the docs promise is what there is."""

import ast
import re
from pathlib import Path

import pytest
import typer

from bot.cli import cli
from bot.config import MissingSettingError, Settings, require_slack
from handlers.install.listeners import COMMANDS, SHORTCUTS

HOME = Path(__file__).parents[2]
README = (HOME / "README.md").read_text()
COVERAGE = (HOME / "docs" / "guide-coverage.md").read_text()
PAGES = sorted([*HOME.glob("*.md"), *(HOME / "docs").glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|#)([^)#\s]+)(#[^)]*)?\)")


def section(title: str) -> str:
    """The README's section of this title."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def documented_settings() -> set[str]:
    rows = [line.split("|")[1] for line in section("Settings").splitlines() if "|" in line]
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_every_setting_is_in_the_readme_and_every_one_there_exists() -> None:
    assert documented_settings() == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("port", "3000"),
        ("scripty_host", "0.0.0.0"),
        ("scripty_quiet_seconds", "20"),
        ("scripty_model_wait_seconds", "300"),
        ("scripty_model_timeout_seconds", "45"),
        ("scripty_log_level", "info"),
    ],
)
def test_the_defaults_in_the_readme_are_the_real_ones(name: str, shown: str) -> None:
    (row,) = [line for line in section("Settings").splitlines() if f"`{name.upper()}`" in line]
    default = Settings.model_fields[name].default
    assert shown in row
    assert default == type(default)(shown)


def test_every_slack_command_and_shortcut_is_in_the_readme() -> None:
    table = section("Put it into your Slack").replace("\\|", "|")
    said = set(re.findall(r"`/scripty (\w+)", table))
    assert said == set(COMMANDS)
    for usage, _ in COMMANDS.values():
        assert f"`{usage}`" in table
    for name, _ in SHORTCUTS:
        assert f"*{name}*" in table


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    said = set(re.findall(r"`scripty ([\w-]+)", section("The command line")))
    group = typer.main.get_command(cli)
    assert said == set(getattr(group, "commands", {}))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target, _ in LINK.findall(page.read_text()):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_folders_that_pages_name_exist(page: Path) -> None:
    named = re.findall(r"`((?:bot|handlers|store|tests|docs)/[\w./-]*)`", page.read_text())
    for name in named:
        assert (HOME / name).exists(), name


def test_tests_that_pages_name_exist() -> None:
    named = {
        found
        for page in PAGES
        for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text())
    }
    assert len(named) > 50
    for file, name in sorted(named):
        body = ast.parse((HOME / file).read_text()).body
        functions = [
            each for each in body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        assert name in [each.name for each in functions], f"{file}::{name}"


def test_each_demand_of_the_guides_names_what_shows_it() -> None:
    rows = [row for row in COVERAGE.splitlines() if row.startswith("| ") and "|---" not in row][1:]
    assert len(rows) == 22
    for row in rows:
        _, demand, answer, shown, _ = row.split("|")
        assert demand.strip()
        assert answer.strip()
        assert "::test_" in shown, demand


def test_make_targets_that_pages_name_exist() -> None:
    targets = set(re.findall(r"^([\w-]+):", (HOME / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(), re.MULTILINE))
        assert named <= targets, page.name


def test_without_a_token_the_sentence_names_the_setting_and_the_way_out() -> None:
    with pytest.raises(MissingSettingError, match=r"SLACK_BOT_TOKEN is not set.*scripty demo"):
        require_slack(Settings.model_validate({"slack_bot_token": ""}))


def test_without_a_way_in_the_sentence_names_both() -> None:
    settings = Settings.model_validate({"slack_bot_token": "xoxb-1"})
    with pytest.raises(MissingSettingError, match=r"SLACK_APP_TOKEN.*SLACK_SIGNING_SECRET"):
        require_slack(settings)


def test_secrets_are_never_part_of_what_is_printed() -> None:
    settings = Settings.model_validate(
        {"slack_bot_token": "xoxb-secret", "database_url": "postgresql://u:hidden@h/d"}
    )
    assert "xoxb-secret" not in repr(settings)
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("", "https://slack.com/api/"),
        ("http://127.0.0.1:1/api", "http://127.0.0.1:1/api/"),
        ("http://127.0.0.1:1/api/", "http://127.0.0.1:1/api/"),
    ],
)
def test_the_api_s_address_ends_in_one_slash(given: str, used: str) -> None:
    assert Settings(slack_api_url=given).api_url == used
