"""What PostgreSQL itself refuses: a transaction in which a reading, a model's answer or a draft is
saved writes no approval and no decision and decides on no line of a draft, and nothing the program
does deletes one."""

from collections.abc import AsyncIterator, Mapping

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from handlers.approvals.rules import path
from store.engine import Address, make_engine
from store.queue import make_queue
from store.tables import (
    Approval,
    ApprovalRequest,
    Cut,
    Decision,
    Draft,
    Production,
    Scene,
    Suggestion,
    Workspace,
)
from store.unit_of_work import Record, Work

INSERTS: Mapping[str, str] = {
    "approval": (
        "INSERT INTO approval (workspace_id, id, production_id, cut_id, user_id, verdict, version,"
        " link, notes, open_notes, comment, surface, channel, at, stale_because) "
        "SELECT workspace_id, gen_random_uuid(), production_id, id, 'U1', 'approved', 'v1', '',"
        " '{}', '{}', '', '', '', now(), '' FROM cut"
    ),
    "decision": (
        "INSERT INTO decision (workspace_id, id, production_id, number, what, why, next_action,"
        " origin, decided_by, logged_by, source_channel, source_permalink, at) "
        "SELECT workspace_id, gen_random_uuid(), id, 9, 'x', '', '', 'logged', 'U1', 'U1', '', '',"
        " now() FROM production"
    ),
}

OF_A_DRAFT = (
    "INSERT INTO suggestion (workspace_id, id, production_id, draft_id, number, position, state,"
    " text, quote, reason, next_action, created_at) "
    "SELECT workspace_id, gen_random_uuid(), production_id, id, 9, 9, 'draft', 'x', '', '', '',"
    " now() FROM draft"
)
ACCEPTED = OF_A_DRAFT.replace("'draft'", "'accepted'")
A_SHOT = (
    "INSERT INTO shot (workspace_id, id, production_id, scene_id, number, text, reason, added_by,"
    " added_at) SELECT workspace_id, gen_random_uuid(), production_id, id, 9, 'x', '', '', now()"
    " FROM scene"
)


@pytest.fixture
async def record(address: Address) -> AsyncIterator[Record]:
    """A record with one approval, one decision, a scene and a draft of one line."""
    engine = make_engine(address)
    found = Record(engine, make_queue(address))
    await found.save_workspace(Workspace(id="T1", name="T1"))
    async with found.workspace("T1") as work:
        made = await work.add(Production(name="ours", approvers=["U1"]))
        cut = await work.add(Cut(production_id=made.id))
        await work.add(
            Approval(production_id=made.id, cut_id=cut.id, user_id="U2", verdict="approved")
        )
        await work.add(
            Decision(production_id=made.id, number=1, what="w", decided_by="U1", logged_by="U1")
        )
        await work.add(Scene(production_id=made.id, number="3"))
        draft = await work.add(Draft(production_id=made.id, kind="shotlist", state="drafting"))
        await work.session.flush()
        line = Suggestion(production_id=made.id, draft_id=draft.id, number=1, text="a wide")
        await work.add(line)
    yield found
    await engine.dispose()


async def run(record: Record, statement: str, *, drafting: bool) -> None:
    async with record.workspace("T1", drafting=drafting) as work:
        await (await work.session.connection()).execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [*INSERTS.values(), A_SHOT, OF_A_DRAFT, ACCEPTED, "UPDATE suggestion SET state = 'accepted'"],
)
async def test_the_statements_are_fit_for_the_role_that_people_press_with(
    record: Record, statement: str
) -> None:
    await run(record, statement, drafting=False)


async def test_what_drafts_may_fill_a_draft(record: Record) -> None:
    await run(record, OF_A_DRAFT, drafting=True)
    await run(record, "UPDATE draft SET state = 'ready', progress = '1 of 2'", drafting=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE suggestion SET state = 'accepted'",
        "UPDATE suggestion SET text = 'x'",
        "DELETE FROM suggestion",
        "DELETE FROM draft",
        ACCEPTED,
        A_SHOT,
        "UPDATE scene SET purpose = 'x'",
        "UPDATE decision SET why = 'x'",
    ],
)
async def test_what_drafts_can_t_decide_on_its_lines(record: Record, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|row-level security"):
        await run(record, statement, drafting=True)


@pytest.mark.parametrize(
    "statement",
    [
        *INSERTS.values(),
        "UPDATE approval SET verdict = 'changes requested'",
        "UPDATE approval SET stale_at = NULL",
        "UPDATE approval SET revoked_at = now()",
        "UPDATE decision SET what = 'x'",
        "DELETE FROM approval",
        "DELETE FROM decision",
        "TRUNCATE approval",
        "DELETE FROM approval_request",
        "UPDATE approval_request SET because = 'x'",
    ],
)
async def test_a_reading_can_t_approve_or_decide(record: Record, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        await run(record, statement, drafting=True)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM approval",
        "DELETE FROM approval_request",
        "DELETE FROM decision",
        "TRUNCATE approval",
        "UPDATE approval SET verdict = 'approved'",
        "UPDATE approval SET user_id = 'U9'",
        "UPDATE approval SET notes = '{}'",
        "UPDATE approval SET at = now()",
        "UPDATE decision SET what = 'x'",
    ],
)
async def test_nothing_deletes_or_rewrites_what_was_said(record: Record, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        await run(record, statement, drafting=False)


async def test_a_reading_can_ask_and_see_what_was_said(record: Record) -> None:
    async with record.workspace("T1", drafting=True) as work:
        cut = await _the_cut(work)
        given = await work.approvals.of_cuts([cut.id])
        assert path(["U2"], "", given).live["U2"].verdict == "approved"
        request = ApprovalRequest(cut_id=cut.id, user_id="U1", because="path")
        assert await work.approvals.ask(request)
        assert not await work.approvals.ask(request)


async def test_a_person_has_one_live_verdict_on_a_cut(record: Record) -> None:
    async def again() -> None:
        async with record.workspace("T1") as work:
            cut = await _the_cut(work)
            await work.add(
                Approval(
                    production_id=cut.production_id,
                    cut_id=cut.id,
                    user_id="U2",
                    verdict="changes requested",
                )
            )

    with pytest.raises(DBAPIError, match="uq_approval_live"):
        await again()


async def _the_cut(work: Work) -> Cut:
    (production,) = await work.productions.all()
    (cut,) = await work.reviews.cuts(production.id)
    return cut
