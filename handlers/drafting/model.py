"""A model drafts, part by part; what it wrote is held against the material and stored before it is
used.

A draft is the model's or the built-in drafter's, never half of each: where one part has no answer,
the built-in drafter does all of it. A summary of which the second quarter was made in another way
would read as if less had been said there.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog

from handlers.asking import Came, ask_twice
from handlers.program import Model, Program
from handlers.suggestions.services import report_progress
from prompts.drafting import (
    VERSIONS,
    Drafted,
    DraftedLine,
    Material,
    grounded,
    make_requests,
    read_answer,
)
from prompts.request import ModelRequest
from store.clock import now
from store.tables import Draft, ModelCall
from store.unit_of_work import Work

CANCELLED = "cancelled"
"""The fallback of a draft that nobody wants any more; nothing is drafted instead."""

_NOTHING = Drafted()

log = structlog.get_logger()


@dataclass(frozen=True)
class Outcome:
    """What came of having a model draft. `drafted` is None where there is nothing to use, and
    `fallback` says why: "no model", "switched off", "limit", "cancelled", or how the question to
    the model ended ("invalid" too where no line of it holds). `model` and `version` are those of
    what was drafted ("questions/v1")."""

    drafted: Drafted | None
    fallback: str = ""
    model: str = ""
    version: str = ""


@dataclass(frozen=True)
class _Part:
    """One question of a draft. `key` stands for its words, the prompt's version and the model."""

    number: int
    of: int
    request: ModelRequest
    key: str


class _StoppedError(Exception):
    """A model is not to be asked any further; why, as `Outcome.fallback` has it."""

    def __init__(self, fallback: str) -> None:
        super().__init__(fallback)
        self.fallback = fallback


async def with_model(
    program: Program, workspace_id: str, draft_id: UUID, material: Material
) -> Outcome:
    """Have the workspace's model draft from this material, if there is one and it may be asked.

    No transaction is open while it is asked. What a part came to is stored once, before anything of
    it is used: a job that was killed goes on behind it. Whoever fills the draft has the answers
    forgotten (`work.models.settle`).
    """
    if program.model is None:
        return Outcome(None, "no model")
    version = VERSIONS[material.kind]
    drafting = _Drafting(program, program.model, workspace_id, draft_id, material)
    try:
        drafted = await drafting.all_parts()
    except _StoppedError as stopped:
        return Outcome(None, stopped.fallback)
    if not drafted.lines:
        log.warning("no line of a model's draft holds", action="draft_ungrounded", prompt=version)
        return Outcome(None, "invalid")
    return Outcome(drafted, "", program.model.name, version)


class _Drafting:
    """A draft that a model is asked for."""

    def __init__(
        self, program: Program, model: Model, workspace_id: str, draft_id: UUID, material: Material
    ) -> None:
        self._program = program
        self._model = model
        self._workspace_id = workspace_id
        self._draft_id = draft_id
        self._material = material
        self._parts = list(_parts(draft_id, model.name, material))

    async def all_parts(self) -> Drafted:
        """The lines of all parts that hold, asked for one part after the other. Raises
        _StoppedError."""
        lines: list[DraftedLine] = []
        dropped: Counter[str] = Counter()
        for part in self._parts:
            drafted = await self._part(part)
            lines += drafted.lines
            dropped.update(drafted.dropped)
        # Once more together: what two parts say is said once.
        held = grounded(self._material, lines, by_model=True)
        self._program.tally.lines_dropped(held.dropped)
        dropped.update(held.dropped)
        return Drafted(held.lines, dict(sorted(dropped.items())))

    async def _part(self, part: _Part) -> Drafted:
        """What came of a part, now or before the job was killed. Raises _StoppedError."""
        async with self._program.record.workspace(self._workspace_id, drafting=True) as work:
            stored = await self._before(work, part)
        if stored is not None:
            return stored
        came = await ask_twice(
            self._program, self._model, part.request, self._read, _NOTHING, self._is_wanted
        )
        self._program.checkpoint("draft.answered")
        async with self._program.record.workspace(self._workspace_id, drafting=True) as work:
            stop = await self._keep(work, part, came)
            self._program.checkpoint("draft.before_commit")
        self._program.checkpoint("draft.committed")
        if stop:
            raise _StoppedError(stop)
        return came.answer

    async def _before(self, work: Work, part: _Part) -> Drafted | None:
        """What is stored of a part; None where it is to be asked for. Raises _StoppedError."""
        await self._require_wanted(work)
        calls = await work.models.of_draft(self._draft_id)
        call = calls.get(part.key)
        if call is not None:
            if call.outcome != "answered":
                raise _StoppedError(call.outcome)
            return self._from(call)
        # One that would not fit isn't begun: half a draft would be paid for and thrown away.
        ahead = sum(each.request.weight for each in self._parts if each.key not in calls)
        if not await work.models.within_limit(now(), ahead):
            raise _StoppedError("limit")
        return None

    async def _require_wanted(self, work: Work) -> None:
        """Whether somebody still waits for it and the workspace wants a model. Raises
        _StoppedError."""
        draft = await work.suggestions.find(Draft, self._draft_id)
        if draft is None or draft.state != "drafting":
            await work.models.settle(self._draft_id)
            raise _StoppedError(CANCELLED)
        if not (await work.home()).model_on:
            raise _StoppedError("switched off")

    async def _is_wanted(self) -> bool:
        """Whether it is worth asking a second time."""
        async with self._program.record.workspace(self._workspace_id, drafting=True) as work:
            draft = await work.suggestions.find(Draft, self._draft_id)
            drafting = draft is not None and draft.state == "drafting"
            return drafting and await work.models.wanted(now())

    async def _keep(self, work: Work, part: _Part, came: Came[Drafted]) -> str:
        """Store what came of a part, once, and say on the card how far the draft is; why not to go
        on, if so. Where the draft was cancelled or the model switched off meanwhile, only what the
        answer cost is kept."""
        done = f"{part.number} of {part.of} parts" if part.of > 1 else ""
        stop = "" if came.outcome == "answered" else str(came.outcome)
        if not await report_progress(work, self._draft_id, done):
            stop = CANCELLED
        elif not (await work.home()).model_on:
            stop = "switched off"
        await work.add(
            ModelCall(
                draft_id=self._draft_id,
                purpose=f"draft_{self._material.kind}",
                key=part.key,
                prompt_version=part.request.version,
                model=self._model.name,
                outcome=came.outcome,
                covers=[],
                proposals=[] if stop else [asdict(line) for line in came.answer.lines],
                dropped=dict(came.answer.dropped),
                tokens_in=came.tokens_in,
                tokens_out=came.tokens_out,
                seconds=came.seconds,
            )
        )
        if stop == CANCELLED:
            await work.session.flush()
            await work.models.settle(self._draft_id)
        if came.outcome != "answered":
            log.warning(
                "model failed, the built-in drafter drafts", action="model_failed",
                outcome=came.outcome, draft=str(self._draft_id), part=part.number, of=part.of,
            )  # fmt: skip
        return stop

    def _read(self, text: str) -> Drafted:
        return read_answer(text, self._material)

    def _from(self, call: ModelCall) -> Drafted:
        """What is stored of a part, as far as it still holds: people may have taken words back."""
        lines = [_line(stored) for stored in call.proposals]
        held = grounded(self._material, lines, by_model=True)
        dropped = Counter(call.dropped)
        dropped.update(held.dropped)
        return Drafted(held.lines, dropped)


def _parts(draft_id: UUID, model: str, material: Material) -> Iterator[_Part]:
    requests = make_requests(material)
    for number, request in enumerate(requests, start=1):
        words = "\n".join((request.version, model, request.system, request.user))
        digest = sha256(words.encode(errors="surrogatepass")).hexdigest()[:16]
        yield _Part(number, len(requests), request, f"draft {draft_id} {number} {digest}")


def _line(stored: Mapping[str, Any]) -> DraftedLine:
    """The line that was stored as JSON."""
    return DraftedLine(**{**stored, "also": tuple(stored["also"])})
