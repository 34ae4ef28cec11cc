"""Many productions at once, straight into the tables."""

from datetime import datetime

import psycopg

from store.engine import Address, make_engine
from store.queue import make_queue
from store.tables import Workspace
from store.unit_of_work import Record

WORKSPACE = "T00000001"

RECORD = """
INSERT INTO person (workspace_id, user_id, name, real_name, timezone, is_bot, is_external, deleted,
    learned_at)
SELECT %(workspace)s, 'U' || p || '-' || u, 'editor', '', %(timezone)s, false, false, false, now()
FROM generate_series(1, %(productions)s) p, generate_series(1, %(people)s) u;

INSERT INTO production (workspace_id, id, name, timezone, decider, approvers, next_note, next_task,
    nudge_times, created_by, created_at)
SELECT %(workspace)s, md5('production' || p)::uuid, 'Spot ' || p, %(timezone)s, 'U' || p || '-1',
    ARRAY['U' || p || '-1'], 1, %(items)s + 1, ARRAY[%(time)s], 'U' || p || '-1',
    %(moment)s - interval '30 days'
FROM generate_series(1, %(productions)s) p;

INSERT INTO production_channel (workspace_id, production_id, channel, name)
SELECT %(workspace)s, md5('production' || p)::uuid, 'C' || p, 'spot-' || p
FROM generate_series(1, %(productions)s) p;

INSERT INTO member (workspace_id, production_id, user_id, roles)
SELECT %(workspace)s, md5('production' || p)::uuid, 'U' || p || '-' || u,
    CASE WHEN u = 1 THEN ARRAY['producer'] ELSE ARRAY['editor'] END
FROM generate_series(1, %(productions)s) p, generate_series(1, %(people)s) u;

INSERT INTO task (workspace_id, id, production_id, number, title, state, owner, due,
    source_channel, source_ts, source_permalink, created_by, created_at, changed_at)
SELECT %(workspace)s, md5('task' || p || '-' || t)::uuid, md5('production' || p)::uuid, t,
    'Make the logo bigger', 'open',
    CASE WHEN t %% 2 = 0 THEN 'U' || p || '-' || 1 + t %% %(people)s END,
    CASE WHEN t %% 3 = 0 THEN %(moment)s::date - 2 END,
    'C' || p, '1780297325.' || lpad(t::text, 6, '0'), '', 'U' || p || '-1', now(), now()
FROM generate_series(1, %(productions)s) p, generate_series(1, %(items)s) t;

INSERT INTO milestone (workspace_id, id, production_id, name, day, at, state, consequence, moves,
    since, channel, created_by, created_at)
SELECT %(workspace)s, md5('milestone' || p)::uuid, md5('production' || p)::uuid, 'Picture lock',
    %(moment)s::date + CASE WHEN p <= %(due)s THEN 7 ELSE 90 END,
    %(moment)s + CASE WHEN p <= %(due)s THEN 7 ELSE 90 END * interval '1 day',
    'open', '', 0, %(moment)s - interval '30 days', 'C' || p, 'U' || p || '-1', now()
FROM generate_series(1, %(productions)s) p;

INSERT INTO nudge_schedule (workspace_id, production_id, offsets, overdue, working_days, country,
    quiet_from, quiet_to, digest, direct)
SELECT %(workspace)s, md5('production' || p)::uuid, ARRAY[7, 3, 1, 0], true, %(working_days)s, '',
    %(quiet)s, '08:00', true, true
FROM generate_series(1, %(productions)s) p;

INSERT INTO nudge_clock (workspace_id, production_id, timezone, done_until, next_at)
SELECT %(workspace)s, md5('production' || p)::uuid, %(timezone)s, %(moment)s - interval '1 day',
    %(moment)s + CASE WHEN p <= %(due)s THEN 0 ELSE 83 END * interval '1 day'
FROM generate_series(1, %(productions)s) p;
"""

TALK = """
INSERT INTO cut (workspace_id, id, production_id, version, link, posted_by, created_at)
SELECT %(workspace)s, md5('cut' || p)::uuid, md5('production' || p)::uuid, 'v1', '',
    'U' || p || '-2', %(moment)s - interval '5 days'
FROM generate_series(1, %(productions)s) p;

INSERT INTO review (workspace_id, id, production_id, cut_id, channel, thread_ts, state, started_by,
    revision, read_revision, created_at)
SELECT %(workspace)s, md5('review' || p)::uuid, md5('production' || p)::uuid, md5('cut' || p)::uuid,
    'C' || p, '1780297325.000000', 'open', 'U' || p || '-2', 1, 1, %(moment)s - interval '5 days'
FROM generate_series(1, %(productions)s) p;

INSERT INTO message (workspace_id, id, review_id, channel, ts, user_id, text, permalink, deleted,
    captured_at)
SELECT %(workspace)s, md5('message' || p || '-' || m)::uuid, md5('review' || p)::uuid, 'C' || p,
    '1780297325.' || lpad(m::text, 6, '0'), 'U' || p || '-' || 1 + m %% %(people)s,
    (ARRAY['hold the steam', 'the logo is too big', 'trim the pause', 'warmer grade please',
           'the spoon clink is loud'])[1 + m %% 5] || ' ' || m, '', false, %(moment)s
FROM generate_series(1, %(productions)s) p, generate_series(1, %(notes)s) m;

INSERT INTO note (workspace_id, id, production_id, review_id, number, state, kind, topic,
    actionable, text, priority, needs_person, conflicts_with, reason, next_action, source_state,
    drafted_by, created_at)
SELECT %(workspace)s, md5('note' || p || '-' || m)::uuid, md5('production' || p)::uuid,
    md5('review' || p)::uuid, m, CASE WHEN m %% 4 = 0 THEN 'draft' ELSE 'rejected' END, 'change',
    'picture', true,
    (ARRAY['Hold the steam', 'Make the logo smaller', 'Trim the pause', 'Grade it warmer',
           'Soften the spoon clink'])[1 + m %% 5] || ' ' || m,
    'should', '{}', '{}', '', '', 'present', 'reader', %(moment)s - interval '1 day'
FROM generate_series(1, %(productions)s) p, generate_series(1, %(notes)s) m;

INSERT INTO note_source (workspace_id, note_id, position, message_id, ts, user_id, quote, start,
    "end")
SELECT %(workspace)s, md5('note' || p || '-' || m)::uuid, 0, md5('message' || p || '-' || m)::uuid,
    '1780297325.' || lpad(m::text, 6, '0'), 'U' || p || '-1', 'hold', 0, 4
FROM generate_series(1, %(productions)s) p, generate_series(1, %(notes)s) m;

INSERT INTO audit_event (workspace_id, at, actor, surface, action, subject_kind, subject_id)
SELECT %(workspace)s, %(moment)s - interval '1 hour', 'U' || p || '-1', 'button', 'task.taken',
    'task', md5('task' || p || '-' || t)::uuid
FROM generate_series(1, %(productions)s) p, generate_series(1, %(items)s) t;

INSERT INTO member (workspace_id, production_id, user_id, roles)
SELECT %(workspace)s, md5('production' || p)::uuid, 'U-BUSY', ARRAY['producer']
FROM generate_series(1, least(9, %(productions)s)) p;

INSERT INTO person (workspace_id, user_id, name, real_name, timezone, is_bot, is_external, deleted,
    learned_at)
VALUES (%(workspace)s, 'U-BUSY', 'producer', '', %(timezone)s, false, false, false, now());
"""


BUSY = "U-BUSY"
"""Who produces the first nine productions, where there is talk in them."""


async def fill(
    where: Address,
    moment: datetime,
    *,
    productions: int,
    due: int,
    items: int,
    people: int = 5,
    any_time: bool = False,
    notes: int = 0,
) -> None:
    """So many productions, of which so many have a milestone seven days after `moment`, which is
    one of its times to be nudged. Each has so many open tasks with no end of gaps: every second is
    somebody's, every third has a date that has passed; with `any_time` no day and no hour is off.
    With `notes` so many were found in a review of each, and somebody has taken every task.

    Production p is talked about in channel `C{p}`; its people are `U{p}-1`, its producer, and on.
    """
    engine = make_engine(where)
    await Record(engine, make_queue(where)).save_workspace(Workspace(id=WORKSPACE, name="Films"))
    await engine.dispose()
    with psycopg.connect(where.libpq, autocommit=True) as connection:
        cursor = psycopg.ClientCursor(connection)
        cursor.execute(
            RECORD + (TALK if notes else ""),
            {
                "workspace": WORKSPACE,
                "productions": productions,
                "due": due,
                "items": items,
                "people": people,
                "notes": notes,
                "moment": moment,
                "timezone": str(moment.tzinfo),
                "time": f"{moment:%H:%M}",
                "working_days": list(range(7 if any_time else 5)),
                "quiet": "08:00" if any_time else "20:00",
            },
        )
        cursor.execute("ANALYZE")
