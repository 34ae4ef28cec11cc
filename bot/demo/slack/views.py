"""views.*: modals and the Home tab (docs.slack.dev/surfaces/modals)."""

import json
import secrets

from bot.demo.slack.blocks import view_faults, with_block_ids
from bot.demo.slack.calls import Call, Method
from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json

STACK = 3  # views above each other at most
VIEW_BYTES = 250_000  # of a view as JSON


def checked_view(call: Call) -> Json:
    """The view of a call. Raises `invalid_arguments` with Slack's list, or `view_too_large`."""
    view = call.params.get("view")
    if faults := view_faults(view):
        raise SlackError("invalid_arguments", response_metadata={"messages": faults})
    assert isinstance(view, dict)
    if len(json.dumps(view)) > VIEW_BYTES:  # only ASCII, as the SDK sends it
        raise SlackError("view_too_large")
    return view


def views_open(call: Call) -> Json:
    view = checked_view(call)
    trigger = call.state.tickets.exchange(call.text("trigger_id"))
    return {"view": _kept(call, view, user=trigger.user)}


def views_push(call: Call) -> Json:
    view = checked_view(call)
    trigger = call.state.tickets.exchange(call.text("trigger_id"))
    below = call.state.views.get(trigger.view)
    if below is None:
        raise SlackError("not_found")
    return {"view": push_on(call, below, view)}


def push_on(call: Call, below: Json, view: Json) -> Json:
    """`view` above `below`. Raises `push_limit_reached` beyond three."""
    root = below["root_view_id"]
    stack = [v for v in call.state.views.values() if v["root_view_id"] == root]
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    return _kept(call, view, user=call.state.viewers[below["id"]], root=root, previous=below["id"])


def _kept(call: Call, view: Json, *, user: str, root: str = "", previous: str = "") -> Json:
    _refuse_known_external_id(call, view)
    view_id = call.state.ids.next("V")
    kept = {
        **_defaults(call, view),
        "id": view_id,
        "root_view_id": root or view_id,
        "previous_view_id": previous or None,
    }
    call.state.views[view_id] = kept
    call.state.viewers[view_id] = user
    call.state.changed()
    return kept


def _refuse_known_external_id(call: Call, view: Json, but: str = "") -> None:
    external = view.get("external_id")
    for other in call.state.views.values():
        if external and other["external_id"] == external and other["id"] != but:
            raise SlackError("duplicate_external_id")


def _defaults(call: Call, view: Json) -> Json:
    """The view with all the fields Slack gives back, block ids filled in."""
    return {
        "team_id": call.team.id,
        "app_id": call.team.app_id,
        "app_installed_team_id": call.team.id,
        "bot_id": call.team.bot_id,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        "state": {"values": {}},
        **view,
        "hash": f"{call.state.clock.next()}.{secrets.token_hex(4)}",
        "blocks": with_block_ids(view["blocks"]),
    }


def views_update(call: Call) -> Json:
    view = checked_view(call)
    old = _found(call)
    if call.text("hash") not in ("", old["hash"]):
        raise SlackError("hash_conflict")
    return {"view": replace(call, old, view)}


def replace(call: Call, old: Json, view: Json) -> Json:
    """`view` in the place of `old`, in the same window."""
    _refuse_known_external_id(call, view, but=old["id"])
    place = {name: old[name] for name in ("id", "root_view_id", "previous_view_id")}
    call.state.views[old["id"]] = fresh = {**_defaults(call, view), **place}
    call.state.changed()
    return fresh


def _found(call: Call) -> Json:
    external = call.text("external_id")
    for view in call.state.views.values():
        if view["id"] == call.text("view_id") or (external and view["external_id"] == external):
            return view
    raise SlackError("not_found")


def views_publish(call: Call) -> Json:
    view = checked_view(call)
    if view["type"] != "home":
        raise SlackError("invalid_arguments")
    user = call.user("user_id").id
    old = call.state.homes.get(user)
    if old and call.text("hash") not in ("", old["hash"]):
        raise SlackError("hash_conflict")
    view_id = old["id"] if old else call.state.ids.next("V")
    home = {**_defaults(call, view), "id": view_id, "root_view_id": view_id}
    call.state.homes[user] = home
    call.state.changed()
    return {"view": home}


METHODS: dict[str, Method] = {
    "views.open": views_open,
    "views.push": views_push,
    "views.update": views_update,
    "views.publish": views_publish,
}
