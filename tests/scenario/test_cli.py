"""The command line as a newcomer meets it: real processes, an empty folder, no settings."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.cli import main
from bot.config import Settings
from store.engine import Address
from tests.support.watching import a_database

SCRIPTY = Path(sys.executable).with_name("scripty")
THREAD = "\n".join(
    json.dumps(message)
    for message in (
        {"ts": "1780297325.000100", "user": "U01", "text": "v2 is up <https://f.io/abc>"},
        {"ts": "1780297400.000100", "user": "U02", "text": "0:08 make the logo bigger"},
        {"ts": "1780297500.000100", "user": "U03", "text": "0:17 I'll notch the clink by friday"},
        {"ts": "1780297600.000100", "user": "U02", "text": "0:31 trim [b]the[/b] pause"},
    )
)


class Shell:
    """A terminal in an empty folder."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.home = home

    def __call__(
        self, *words: str, given: str = "", **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run `scripty` with these words and settings. No answer of it is a traceback."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            [str(SCRIPTY), *words],
            cwd=self.folder,
            env=kept | {"SCRIPTY_HOME": str(self.home), "COLUMNS": "120"} | settings,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done


class Here(Protocol):
    """Runs `scripty` in this process, because loading the program takes longer than most of what it
    is asked for here."""

    def __call__(self, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]": ...


class Refused(Protocol):
    """Runs `scripty`, which is to refuse: what it wrote on standard error, leaving with 1."""

    def __call__(self, *words: str, **settings: str) -> str: ...


@pytest.fixture
def here(
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Here:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRIPTY_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("bot.cli.configure_logs", lambda _level: None)

    def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.argv", ["scripty", *words])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        said = capfd.readouterr()
        code = left.value.code or 0
        assert isinstance(code, int)
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    return run


@pytest.fixture
def refused(here: Here) -> Refused:
    def refuse(*words: str, **settings: str) -> str:
        done = here(*words, **settings)
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr.strip()

    return refuse


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the embedded servers of these tests keep their data."""
    found = tmp_path_factory.mktemp("scripty-home")
    found.chmod(0o755)
    return found


@pytest.fixture
def scripty(tmp_path: Path, home: Path) -> Shell:
    return Shell(tmp_path, home)


# The demo


def test_the_demo_shows_thread_card_tasks_gaps_and_sources(scripty: Shell) -> None:
    done = scripty("demo")
    assert done.returncode == 0, done.stderr
    for shown in ("The thread", "The tasks", "Comes from", "no owner", "no date", "N1", "T1"):
        assert shown in done.stdout, shown
    assert "[Accept] [Reject] [Edit] [Assign] [Merge]" in done.stdout
    assert "Conflict: N" in done.stdout
    assert "was rejected: " in done.stdout
    assert "Decided by producer" in done.stdout
    assert "Replaying" in done.stderr
    assert not list(scripty.folder.iterdir())


def test_the_demo_as_data_is_nothing_but_data(here: Here) -> None:
    done = here("demo", "--json")
    assert done.returncode == 0, done.stderr
    result: Mapping[str, Any] = json.loads(done.stdout)
    states = {note["state"] for note in result["notes"]}
    assert states == {"accepted", "rejected"}
    said = {message["ts"]: message["text"] for message in result["thread"]}
    for note in result["notes"]:
        for source in note["sources"]:
            assert said[source["ts"]][source["start"] : source["end"]] == source["quote"]
    work = {note["id"] for note in result["notes"] if note["task_id"]}
    assert {task["note_id"] for task in result["tasks"]} == work
    assert work
    assert result["slack_calls"].count("chat.postMessage") == 1


def test_the_demo_plays_a_thread_of_one_s_own(here: Here, tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text(THREAD)
    done = here("demo", "mine.jsonl")
    assert done.returncode == 0, done.stderr
    assert "make the logo bigger" in done.stdout
    assert "trim [b]the[/b] pause" in done.stdout
    assert "Tasks now: 2, 1 without an owner, 1 without a date." in done.stdout


def test_timestamps_need_not_be_as_long_as_slack_s(here: Here, tmp_path: Path) -> None:
    lines = (
        '{"ts": "1", "user": "U1", "text": "v2 is up"}',
        '{"ts": "2.5", "user": "U2", "text": "0:04 make it darker"}',
    )
    (tmp_path / "short.jsonl").write_text("\n".join(lines))
    done = here("demo", "short.jsonl", "--json")
    assert done.returncode == 0, done.stderr
    (task,) = json.loads(done.stdout)["tasks"]
    assert task["title"] == "Make it darker"


@pytest.mark.parametrize(
    ("name", "held", "complaint"),
    [
        ("garbage.txt", b"hello\n\xff\xfe\x00", "holds no messages"),
        ("empty.json", b"", "holds no messages"),
        ("bots.json", b'{"ts": "1.1", "user": "", "text": "hi"}', "holds no messages"),
        ("missing.json", None, "can't be read: No such file or directory"),
    ],
)
def test_a_file_that_is_no_thread_is_refused_in_a_sentence(
    scripty: Shell, refused: Refused, name: str, held: bytes | None, complaint: str
) -> None:
    if held is not None:
        (scripty.folder / name).write_bytes(held)
    assert f"{name} {complaint}" in refused("demo", name)


# Reading


def test_extract_reads_standard_input(scripty: Shell) -> None:
    done = scripty("extract", "-", "--timezone", "Europe/Berlin", given=THREAD)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {"notes", "chatter", "unclear"}
    assert [note["timecode"]["written"] for note in found["notes"]] == ["0:08", "0:17", "0:31"]


def test_extract_names_bad_lines_reads_the_rest_and_leaves_with_one(scripty: Shell) -> None:
    done = scripty("extract", given=f"nonsense\n{THREAD}\n{{}}")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["notes"]) == 3
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["line 1", "line 6"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("extract", "missing.jsonl"), "missing.jsonl can't be read: No such file or directory."),
        (("extract", "."), ". can't be read: Is a directory."),
        (("extract", "-", "--timezone", "Mars/Base"), "Mars/Base"),
        (("extract", "-", "--fps", "fast"), "fast"),
        (("extract", "-", "--now", "yesterday"), "yesterday"),
        (("extract", "-", "--members", "missing.json"), "missing.json"),
    ],
)
def test_what_extract_can_t_use_is_said_in_a_sentence(
    refused: Refused, words: tuple[str, ...], complaint: str
) -> None:
    assert complaint in refused(*words)


# Settings and database


def test_the_manifest_is_json_for_either_way_in(
    scripty: Shell, here: Here, refused: Refused
) -> None:
    socket = json.loads(scripty("manifest").stdout)
    assert socket["settings"]["socket_mode_enabled"] is True
    url = "https://scripty.example.com"
    http = json.loads(here("manifest", "--url", url).stdout)
    assert http["settings"]["event_subscriptions"]["request_url"] == f"{url}/slack/events"
    assert "not an address" in refused("manifest", "--url", "not an address")


def test_migrating_twice_is_migrating_once(scripty: Shell, here: Here) -> None:
    first, second = scripty("migrate"), here("migrate")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert first.stdout == second.stdout
    assert "is at 0" in second.stdout
    assert json.loads(here("dump").stdout) == {"workspaces": []}


def test_doctor_without_settings_says_what_to_do(scripty: Shell) -> None:
    done = scripty("doctor")
    assert done.returncode == 1
    assert "SLACK_BOT_TOKEN" in done.stdout
    assert "scripty manifest" in done.stdout
    assert "→" in done.stdout


def test_nothing_runs_without_a_token(scripty: Shell, refused: Refused) -> None:
    done = scripty("run")
    assert (done.returncode, done.stdout) == (1, "")
    for said in (done.stderr.strip(), refused("worker")):
        assert said.startswith("SLACK_BOT_TOKEN is not set.")
        assert len(said.splitlines()) == 1


UNREACHABLE = "postgresql://u:hush@127.0.0.1:9/scripty"


@pytest.mark.parametrize(
    ("command", "address", "complaint"),
    [
        ("migrate", "nonsense", "DATABASE_URL can't be used"),
        ("run", "mysql://localhost/scripty", "it is no PostgreSQL address (mysql://…)"),
        ("dump", "postgresql://localhost:port/scripty", "DATABASE_URL can't be used"),
        ("run", UNREACHABLE, "The database can't be reached"),
        ("web", UNREACHABLE, "The database can't be reached"),
        ("worker", UNREACHABLE, "The database can't be reached"),
        ("migrate", UNREACHABLE, "The database can't be reached"),
        ("dump", UNREACHABLE, "The database can't be reached"),
    ],
)
def test_a_database_that_can_t_be_used_is_said_in_a_sentence(
    refused: Refused, command: str, address: str, complaint: str
) -> None:
    said = refused(
        command,
        DATABASE_URL=address,
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_SIGNING_SECRET="secret",
        SLACK_API_URL="http://127.0.0.1:9/api/",
    )
    assert complaint in said
    assert "hush" not in said
    assert len(said.splitlines()) <= 2


@pytest.mark.parametrize("command", ["web", "worker", "dump"])
def test_a_database_without_tables_says_to_migrate(
    refused: Refused, server: Address, command: str
) -> None:
    with a_database(server, template="template0") as bare:
        said = refused(
            command,
            DATABASE_URL=bare.libpq,
            SLACK_BOT_TOKEN="xoxb-1",
            SLACK_SIGNING_SECRET="secret",
            SLACK_API_URL="http://127.0.0.1:9/api/",
        )
    assert said == "The database has no tables of Scripty's yet. Run: scripty migrate"


def test_a_setting_with_an_impossible_value_is_named(refused: Refused) -> None:
    assert "PORT" in refused("run", PORT="three thousand", SCRIPTY_QUIET_SECONDS="20")
    assert "SCRIPTY_QUIET_SECONDS" in refused("run", SCRIPTY_QUIET_SECONDS="soon")


def test_settings_are_read_from_a_file_beside_the_process(scripty: Shell, refused: Refused) -> None:
    (scripty.folder / ".env").write_text("DATABASE_URL=mysql://x/y\n")
    assert "it is no PostgreSQL address" in refused("migrate")


def test_without_words_it_lists_its_commands_demo_first(scripty: Shell) -> None:
    shown = scripty().stdout + scripty().stderr
    listed = [line.strip(" │").split(" ")[0] for line in shown.splitlines() if "│ " in line]
    assert listed.index("demo") < listed.index("run")


def test_what_needs_no_program_does_not_load_it() -> None:
    """It takes two seconds, and a model's library half a second more: who sets none, loads none."""
    check = (
        "import sys, bot.cli, bot.extract; "
        "without = [m for m in ('bot.app', 'handlers.rooms', 'slack_bolt') if m in sys.modules]; "
        "import bot.app; print(without, 'openai' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "False"]
