"""The plug is pulled around the moment in which a model's answer is stored: it is stored once, its
notes are there once, and once it is stored the model is not asked again."""

import asyncio
import signal
from pathlib import Path

import pytest

from store.engine import Address
from tests.support.forks import Forks
from tests.support.openai_server import ModelServer, Says, a_model, quoting
from tests.support.processes import Insistent, process
from tests.support.team import CHANNEL, Team, a_team
from tests.support.watching import a_database, all_done, rows

A_MINUTE = 60
CLINK = "0:17 the spoon clink is much too loud"
UNHEARD = "zielona twarz na końcu"


@pytest.mark.parametrize(
    ("point", "questions"),
    [("model.answered", 2), ("model.before_commit", 2), ("model.committed", 1)],
)
async def test_killed_around_storing_an_answer(
    server: Address, forks: Forks, tmp_path: Path, point: str, questions: int
) -> None:
    with a_database(server) as address:
        async with a_team() as team, a_model() as model:
            model.script(Says(quoting(UNHEARD)))
            await killed_at(point, forks, address, team, model, tmp_path)
            assert len(model.requests) == questions
            calls = await rows(address, "SELECT outcome FROM model_call")
            assert [call["outcome"] for call in calls] == ["answered"]
            notes = await rows(address, "SELECT drafted_by FROM note ORDER BY number")
            assert [note["drafted_by"] for note in notes] == ["reader", "model"]


async def killed_at(
    point: str, forks: Forks, address: Address, team: Team, model: ModelServer, folder: Path
) -> None:
    settings = {name.upper(): str(value) for name, value in model.settings().items()}
    async with process(
        "run", address, team, folder, forks=forks, crash_at=point, **settings
    ) as program:
        insistent = Insistent(team, program)
        root = await insistent.post("director", CHANNEL, CLINK)
        await insistent.shortcut("director", CHANNEL, root, "review_start_here")
        await insistent.post("client", CHANNEL, UNHEARD, root["ts"])
        async with asyncio.timeout(A_MINUTE):
            await program.killed()
            await program.ready()
        await all_done(address, A_MINUTE)
        assert program.deaths == [-signal.SIGKILL]
