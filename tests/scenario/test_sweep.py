"""`scripty sweep`: what would be, or is being, sent at a moment, to whom and why."""

import io
import json
from datetime import UTC, timedelta

import pytest
from rich.console import Console

from bot.sweep import BadMomentError, as_text, moment_of, sweep_all
from tests.support.acting import settled
from tests.support.running import Running
from tests.support.sweeping import (
    IDS,
    at,
    before,
    digests,
    friday_ahead,
    milestone,
    nudges,
    task,
)
from tests.support.team import CHANNEL
from tests.support.watching import WORKSPACE, rows

DAY = friday_ahead()
WEEK_BEFORE = at(before(DAY, 7))


def test_a_moment_is_read_with_its_offset() -> None:
    assert moment_of("2026-06-09T09:00+02:00").astimezone(UTC).hour == 7
    assert moment_of("2026-06-09T09:00").tzinfo == UTC
    with pytest.raises(BadMomentError, match="2026-06-09T09:00"):
        moment_of("tomorrow")


async def test_a_dry_run_shows_what_a_sweep_then_sends(scripty: Running) -> None:
    await task(scripty, "sweeten the spoon clink @editor")
    lock = await milestone(scripty, "Picture lock", DAY)
    record = scripty.scripty.record
    clocks = "SELECT * FROM nudge_clock ORDER BY production_id, timezone"
    before_it = await rows(scripty.scripty.where, clocks)
    tried = await sweep_all(record, [WORKSPACE], WEEK_BEFORE, dry_run=True)
    assert await rows(scripty.scripty.where, clocks) == before_it
    await settled(scripty)
    assert (digests(scripty), nudges(scripty, "editor")) == ([], [])
    sent = await sweep_all(record, [WORKSPACE], WEEK_BEFORE)
    assert sent == tried
    await settled(scripty)
    assert (len(digests(scripty)), len(nudges(scripty, "editor"))) == (1, 1)
    assert await sweep_all(record, [WORKSPACE], WEEK_BEFORE + timedelta(minutes=1)) == []
    json.dumps(sent)
    (direct,) = [each for each in sent if each["to"] == {"user": IDS["editor"]}]
    assert direct["production"] == "spot-a"
    assert direct["milestone"] == "Picture lock"
    assert direct["milestone_ids"] == [str(lock.id)]
    assert direct["local_time"] == WEEK_BEFORE.isoformat(timespec="minutes")
    assert direct["reason"] == "7 days before Picture lock"
    assert direct["key"] == f"direct:{IDS['editor']}:{before(DAY, 7).isoformat()}"
    assert ("no date", "T1", "") in [
        (gap["kind"], gap["item"], gap["consequence"]) for gap in direct["gaps"]
    ]
    assert {"channel": CHANNEL} in [each["to"] for each in sent]


def test_a_terminal_reads_whom_and_why() -> None:
    entry = {
        "to": {"user": "U1"},
        "production": "Spot",
        "local_time": "2026-06-05T09:00+02:00",
        "reason": "7 days before Picture lock",
        "gaps": [{"kind": "no date", "item": "T1", "consequence": "Mix waits on it"}],
    }
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(as_text([entry], dry_run=True))
    shown = console.export_text()
    assert "1 message would be sent." in shown
    assert "no date: T1; Mix waits on it" in shown
