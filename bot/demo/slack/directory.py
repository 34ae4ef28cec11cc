"""auth.test, users.*, dnd.info and team.info: who is there, and may be disturbed."""

from bot.demo.slack.calls import Call, Method
from bot.demo.slack.conversations import page
from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json


def auth_test(call: Call) -> Json:
    team = call.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.state.users[team.bot_user].name,
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


def users_info(call: Call) -> Json:
    """A user of the team, or a guest from another company who shares a channel with it."""
    guest = call.state.users.get(call.text("user"))
    if guest is not None and guest.team != call.team.id and _shares_a_channel(call, guest.id):
        return {"user": guest.shown()}
    return {"user": call.user().shown()}


def _shares_a_channel(call: Call, user: str) -> bool:
    channels = call.state.channels.values()
    return any(channel.team == call.team.id and user in channel.members for channel in channels)


def users_list(call: Call) -> Json:
    of_team = [user for user in call.state.users.values() if user.team == call.team.id]
    found, cursor = page(call, of_team)
    members = [user.shown() for user in found]
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


def dnd_info(call: Call) -> Json:
    """Until when somebody is not to be disturbed (docs.slack.dev/reference/methods/dnd.info)."""
    user = call.user()
    start, end = user.quiet or (1, 1)
    paused = user.paused_until > call.state.now()
    snooze = {"snooze_endtime": user.paused_until} if paused else {}
    return {
        "dnd_enabled": user.quiet is not None,
        "next_dnd_start_ts": start,
        "next_dnd_end_ts": end,
        "snooze_enabled": paused,
        **snooze,
    }


def team_info(call: Call) -> Json:
    team = call.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}}


def bots_info(call: Call) -> Json:
    team = call.team
    if call.text("bot") != team.bot_id:
        raise SlackError("bot_not_found")
    name = call.state.users[team.bot_user].name
    bot = {"id": team.bot_id, "app_id": team.app_id, "user_id": team.bot_user, "name": name}
    return {"bot": {**bot, "deleted": False, "updated": 0}}


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "users.info": users_info,
    "users.list": users_list,
    "dnd.info": dnd_info,
    "team.info": team_info,
    "bots.info": bots_info,
}
