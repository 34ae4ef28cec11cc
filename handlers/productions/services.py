"""What people do with productions: set one up, change it later."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from handlers.blocks import Values, View
from handlers.briefs.waking import reschedule
from handlers.errors import ChangedMeanwhileError, NotFoundError
from handlers.membership import (
    LEARN_PERSON,
    LEARN_PRODUCTION,
    require_member,
)
from handlers.milestones.services import clock_changed
from handlers.nudges.waking import settle_clocks
from handlers.procedure.beginning import NONE, begin, offered
from handlers.procedure.rules import RULES
from handlers.procedure.services import one_at_a_time, set_feedback, stages_view
from handlers.procedure.template import BUILT_IN
from handlers.productions.errors import (
    ChannelTakenError,
    GuestSetsUpError,
    NotAPersonError,
    NotYoursToChangeError,
    OtherProductionError,
    OutsiderDecidesError,
)
from handlers.productions.forms import (
    OWN_ZONE,
    Answers,
    begin_modal,
    changed_view,
    made_view,
    set_up_modal,
    so_far,
)
from handlers.productions.rules import (
    NAME,
    ROLES,
    CutUnderWay,
    SetUp,
    UnderWay,
    changes,
    effects,
    may_change,
    who_may_change,
)
from handlers.productions.zones import UNSET, UTC, same_zone
from handlers.program import Actor
from handlers.text import name_of, one_line, shorten
from store.clock import now
from store.tables import Production, ProductionChannel
from store.tables.production import UNNAMED
from store.unit_of_work import Work

SHOW_CHANGED = "show_changed_production"
"""Name of the job that shows the reviews under way as a changed production has them."""


async def form_in_channel(
    work: Work, actor: Actor, channel: str, channel_name: str, name: str
) -> View:
    """The form for the channel's production, or, where it has none, for a new one.

    Nothing is stored yet. Raises OtherProductionError, GuestSetsUpError and what `form_of` does.
    """
    known = await work.productions.of_channel(channel)
    if known is None:
        return await _form_for_new(work, actor, channel, channel_name, name)
    if name and one_line(name).casefold() != one_line(known.name).casefold():
        raise OtherProductionError(await _called(work, known.id, channel), _short(known.name))
    return await form_of(work, actor, known.id)


async def form_of(work: Work, actor: Actor, production_id: str | UUID) -> View:
    """The form filled in with what a production says now.

    Raises NotFoundError, NotYoursToChangeError and what `require_member` does.
    """
    production = await _production(work, production_id)
    standing = await set_up_of(work, production)
    await _require_may_change(work, actor, production, standing)
    shown = standing
    if production.timezone == UNSET:
        shown = SetUp(**vars(standing) | {"timezone": await _zone_of(work, actor.user)})
    procedure = await _procedure_said(work, production)
    templates = () if procedure else await offered(work)
    return set_up_modal(
        shown, production_id=str(production.id), seen=standing.mark(), templates=templates,
        procedure=procedure,
    )  # fmt: skip


async def longer_form(
    work: Work, actor: Actor, production_id: str, channel: str, values: Values
) -> View:
    """The form for a new production with everything that can be set, filled in with what was typed
    into the shorter one, above which it opens."""
    begun = await set_up_for_new(work, actor, channel)
    wanted, answers = so_far(values, begun)
    return set_up_modal(
        wanted, production_id=production_id, seen="", channel=channel, answers=answers,
        templates=await offered(work),
    )  # fmt: skip


async def _procedure_said(work: Work, production: Production) -> str:
    """How the procedure of a production stands, "" where it wasn't begun."""
    view = await stages_view(work, production)
    if not view.stages:
        return ""
    begun = f"“{production.procedure}”, " if production.procedure else ""
    now_at = f"; it is in {view.current.stage.name}" if view.current else ""
    return (
        f"Procedure: {begun}{view.done} of {len(view.stages)} stages done{now_at}. /scripty stages "
        "and /scripty procedure show and change it."
    )


async def _form_for_new(
    work: Work, actor: Actor, channel: str, channel_name: str, name: str
) -> View:
    person = (await work.people.known([actor.user])).get(actor.user)
    if person is not None and person.is_external:
        raise GuestSetsUpError
    if person is None:  # known by the time the form is filled in
        await work.defer(LEARN_PERSON, user=actor.user)
    in_channel = channel[:1] in ("C", "G") and not channel_name.startswith("mpdm-")
    own = channel if in_channel else ""
    begun = await set_up_for_new(work, actor, own, shorten(one_line(name), NAME) or channel_name)
    answers = Answers(BUILT_IN, RULES["feedback"].days, asked=True)
    return begin_modal(begun, answers, await offered(work), production_id=str(uuid4()), channel=own)


async def set_up_for_new(work: Work, actor: Actor, channel: str, name: str = "") -> SetUp:
    """What a production begins with: this channel, its maker's time zone, and its maker as
    producer, decider and approver."""
    person = (await work.people.known([actor.user])).get(actor.user)
    return SetUp(
        name=name or UNNAMED,
        channels=(channel,) if channel else (),
        timezone=await _zone_of(work, actor.user) if person else OWN_ZONE,
        roles={"producer": (actor.user,)},
        decider=actor.user,
        approvers=(actor.user,),
        agreed_rounds=None,
        nudge_times=tuple(Production(name="").nudge_times),
    )


async def save(
    work: Work,
    actor: Actor,
    production_id: str,
    seen: str,
    wanted: SetUp,
    answers: Answers | None = None,
) -> View:
    """Keep what was entered: a new production, or the change of one, and begin its procedure where
    a template was chosen. What the person then sees.

    `seen` is the mark of what the form showed them. The same form twice changes nothing more.
    Raises ChannelTakenError, ChangedMeanwhileError, NotAPersonError, OutsiderDecidesError and
    what opening the form does.
    """
    if wanted.timezone == OWN_ZONE:
        wanted = SetUp(**vars(wanted) | {"timezone": await _zone_of(work, actor.user)})
    for channel in wanted.channels:  # sorted, so that no two forms wait for each other
        await work.productions.one_at_a_time("production of channel", channel)
    await one_at_a_time(work, UUID(production_id))  # before its row, as whoever begins a procedure
    known = await work.productions.find(Production, production_id, lock=True)
    if known is None and seen:
        await _production(work, production_id)  # says that it isn't there
    if known is not None:
        return await _change(work, actor, known, seen, wanted, answers or Answers())
    return await _make(work, actor, UUID(production_id), wanted, answers or Answers())


async def _make(
    work: Work, actor: Actor, production_id: UUID, wanted: SetUp, answers: Answers
) -> View:
    person = (await work.people.known([actor.user])).get(actor.user)
    if person is not None and person.is_external:
        raise GuestSetsUpError
    await _require_free(work, production_id, wanted.channels)
    await _require_people(work, wanted)
    production = await work.add(
        Production(id=production_id, name=wanted.name, created_by=actor.user)
    )
    await _keep(work, actor, production, wanted)
    work.log(
        actor.user, actor.surface, "production.made", "production", production.id,
        **wanted.fields(),
    )  # fmt: skip
    return made_view(wanted.name, await _begin(work, actor, production, answers))


async def _begin(work: Work, actor: Actor, production: Production, answers: Answers) -> str:
    """Begin the procedure that was chosen, unless it was begun before; its first stage, "" where
    none begins now."""
    first_stage = ""
    if answers.template not in (None, NONE):
        await one_at_a_time(work, production.id)
        if not await work.procedures.stages([production.id]):
            template = await begin(work, actor, production, answers.template)
            first_stage = template.stages[0].name
            if answers.asked:
                await set_feedback(work, production.id, actor, answers.feedback_days)
    elif answers.asked and answers.feedback_days is not None:
        await set_feedback(work, production.id, actor, answers.feedback_days)
    return first_stage


async def _change(
    work: Work,
    actor: Actor,
    production: Production,
    seen: str,
    wanted: SetUp,
    answers: Answers,
) -> View:
    standing = await set_up_of(work, production)
    await _require_may_change(work, actor, production, standing)
    changed = changes(standing, wanted)
    if changed and seen != standing.mark():
        raise ChangedMeanwhileError(production.name)
    first_stage = await _begin(work, actor, production, answers)
    if not changed:
        return changed_view(wanted.name, (), changed=False, first_stage=first_stage)
    await _require_free(work, production.id, wanted.channels)
    await _require_people(work, wanted)
    said = effects(standing, wanted, await _under_way(work, production, standing, wanted))
    if {"nudge_times", "timezone"} & changed.keys():
        await settle_clocks(work, production.id)
    await _keep(work, actor, production, wanted)
    await clock_changed(work, production)
    await reschedule(work, production, standing.timezone)
    work.log(
        actor.user, actor.surface, "production.changed", "production", production.id,
        changed=changed,
    )  # fmt: skip
    await work.defer(
        SHOW_CHANGED, lock=f"production {production.id}",
        production_id=str(production.id), by=actor.user,
    )  # fmt: skip
    return changed_view(wanted.name, said, changed=True, first_stage=first_stage)


async def set_up_of(work: Work, production: Production) -> SetUp:
    """How a production is set up now."""
    members = await work.productions.members(production.id)
    channels = await work.productions.channels(production.id)
    return SetUp(
        name=production.name,
        channels=tuple(each.channel for each in channels),
        timezone=production.timezone,
        roles={role: tuple(m.user_id for m in members if role in m.roles) for role in ROLES},
        decider=production.decider,
        approvers=tuple(production.approvers),
        agreed_rounds=production.agreed_rounds,
        nudge_times=tuple(production.nudge_times),
    ).tidy()


async def _keep(work: Work, actor: Actor, production: Production, wanted: SetUp) -> None:
    production.name = wanted.name
    production.timezone = wanted.timezone
    production.decider = wanted.decider
    production.approvers = list(wanted.approvers)
    production.agreed_rounds = wanted.agreed_rounds
    production.nudge_times = list(wanted.nudge_times)
    production.set_up_at = now()
    await work.session.flush()
    await work.productions.set_channels(production.id, wanted.channels)
    await work.productions.set_roles(production.id, wanted.people())
    await work.productions.add_members(production.id, [actor.user])
    channels = await work.productions.channels(production.id)
    unknown = await work.people.unknown(wanted.people())
    if unknown or any(not channel.name for channel in channels):
        reviews = await work.reviews.of_production(production.id)
        await work.defer(
            LEARN_PRODUCTION,
            production_id=str(production.id), starter=actor.user, also=unknown,
            shown=[f"card:{review.id}" for review in reviews],
        )  # fmt: skip


async def _under_way(work: Work, production: Production, before: SetUp, after: SetUp) -> UnderWay:
    """What a change may touch: the current cuts, oldest first, and the conflicts that wait."""
    current = [c for c in await work.reviews.cuts(production.id) if c.superseded_by is None]
    reviews = await work.reviews.of_cuts(cut.id for cut in current)
    given = await work.approvals.of_cuts(cut.id for cut in current)
    cuts = [
        CutUnderWay(
            version=cut.version,
            round=reviews[cut.id].round,
            deliverable=cut.deliverable,
            channel=reviews[cut.id].channel,
            posted_by=cut.posted_by,
            steered_by=frozenset({cut.posted_by, reviews[cut.id].started_by}),
            given=[each for each in given if each.cut_id == cut.id],
        )
        for cut in current
        if cut.id in reviews
    ]
    people = {*before.people(), *after.people(), *(cut.posted_by for cut in current)}
    waiting = await work.decisions.waiting(production.id)
    return UnderWay(cuts, len(waiting), await work.people.names(people))


async def _production(work: Work, production_id: str | UUID) -> Production:
    found = await work.productions.find(Production, production_id)
    if found is None:
        raise NotFoundError("That production is not in this workspace's record.")
    return found


async def _require_may_change(
    work: Work, actor: Actor, production: Production, standing: SetUp
) -> None:
    await require_member(work, production.id, actor)
    if not may_change(actor.user, production.created_by, standing):
        who = who_may_change(production.created_by, standing)
        names = await work.people.names(who)
        known = [name_of(user, names) for user in who if user in names]
        raise NotYoursToChangeError(_short(production.name), known)


async def _require_free(work: Work, production_id: UUID, channels: Sequence[str]) -> None:
    """Raises ChannelTakenError."""
    for channel in channels:
        other = await work.productions.of_channel(channel)
        if other is not None and other.id != production_id:
            called = await _called(work, other.id, channel)
            raise ChannelTakenError(called, _short(other.name))


async def _require_people(work: Work, wanted: SetUp) -> None:
    """Raises NotAPersonError and OutsiderDecidesError for whoever could not decide or approve."""
    known = await work.people.known(wanted.people())
    own_bot = (await work.home()).bot_user_id
    fields = {"decider": [wanted.decider or ""], "approvers": wanted.approvers}
    for field, users in fields.items():
        for user in users:
            person = known.get(user)
            name = _short(person.name) if person else "Scripty"
            if user == own_bot or (person and person.is_bot):
                raise NotAPersonError(field, name)
            if person and person.is_external:
                raise OutsiderDecidesError(field, name)


async def _called(work: Work, production_id: UUID, channel: str) -> str:
    """What people call a production's channel."""
    rows: Sequence[ProductionChannel] = await work.productions.channels(production_id)
    name = next((row.name for row in rows if row.channel == channel), "")
    return f"#{name}" if name else "That channel"


async def _zone_of(work: Work, user: str) -> str:
    """This person's own zone; of somebody whom Slack has still to tell us about, the unset one,
    which is replaced once it does."""
    known = await work.people.known([user])
    zone = known[user].timezone if user in known else None
    if zone is None:
        return UNSET
    return UTC if same_zone(zone, UTC) else zone


def _short(name: str) -> str:
    return shorten(one_line(name), 80)
