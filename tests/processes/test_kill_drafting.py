"""The plug is pulled once a model's answer for a draft is stored: the model isn't asked again, and
the draft ends ready, with each of its lines once."""

import asyncio
import json
import signal
from pathlib import Path

from store.engine import Address
from tests.support.forks import Forks
from tests.support.openai_server import Says, a_model
from tests.support.processes import Insistent, process
from tests.support.team import CHANNEL, a_team
from tests.support.watching import a_database, all_done, rows

A_MINUTE = 60
CONTEXT = dict.fromkeys(
    ("purpose", "audience", "constraints", "deliverable", "footage", "outcome"), "as in the brief"
)


async def test_killed_between_the_answer_and_the_lines(
    server: Address, forks: Forks, tmp_path: Path
) -> None:
    with a_database(server) as address:
        async with a_team() as team, a_model() as model:
            model.about["as in the brief"] = Says('{"lines": []}')
            settings = {name.upper(): str(value) for name, value in model.settings().items()}
            point = "draft.committed"
            async with process(
                "run", address, team, tmp_path, forks=forks, crash_at=point, **settings
            ) as program:
                insistent = Insistent(team, program)
                root = await insistent.post("director", CHANNEL, "a first cut of the spot")
                await insistent.shortcut("director", CHANNEL, root, "review_start_here")
                await all_done(address, A_MINUTE)
                await rows(address, "UPDATE production SET context = %s", json.dumps(CONTEXT))
                await insistent.people.command("director", CHANNEL, "scene 3 purpose open the film")
                before = len(model.requests)
                await insistent.people.command("director", CHANNEL, "draft pickups everything")
                async with asyncio.timeout(A_MINUTE):
                    await program.killed()
                    await program.ready()
                await all_done(address, A_MINUTE)
                assert program.deaths == [-signal.SIGKILL]
            assert len(model.requests) == before + 1
            (draft,) = await rows(address, "SELECT state FROM draft")
            assert draft["state"] == "ready"
            calls = await rows(address, "SELECT outcome FROM model_call WHERE draft_id IS NOT NULL")
            assert len(calls) == 1
            lines = await rows(address, "SELECT text FROM suggestion")
            assert len(lines) == len({line["text"] for line in lines}) > 0
