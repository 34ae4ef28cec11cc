"""The state of a local Slack and what people do in it."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json
from bot.demo.slack.richtext import rich_text
from bot.demo.slack.state import Channel, Team, TsClock, User
from bot.demo.slack.triggers import Ids, Tickets

Event = Json  # what stands under "event" in an event callback
Subscriber = Callable[[str, Event], None]


class State:
    """Teams, users, channels, messages and views. Nothing here checks who may do what."""

    def __init__(self, now: Callable[[], float], changed: Callable[[], None]) -> None:
        self.now = now
        self.changed = changed
        self.clock = TsClock(now)
        self.ids = Ids()
        self.tickets = Tickets(now)
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, Json] = {}
        self.viewers: dict[str, str] = {}  # whose screen a view is on
        self.homes: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.uploads: dict[str, Json] = {}  # begun and not completed
        self.contents: dict[str, bytes] = {}  # of completed uploads, by file id
        self.unshared: Callable[[Json, list[Json]], bool] = lambda _params, _uploads: False
        self.ephemerals: list[Json] = []
        self.page_limit = 1000
        self.subscribers: list[Subscriber] = []

    def team_of_token(self, token: str) -> Team:
        for team in self.teams.values():
            if team.bot_token == token:
                if team.revoked:
                    raise SlackError(team.revoked)
                return team
        raise SlackError("invalid_auth" if token else "not_authed")

    def user(self, name: str) -> User:
        """By id, or by name. Raises `user_not_found`."""
        found = self.users.get(name) or _named(self.users.values(), name)
        if found is None:
            raise SlackError("user_not_found")
        return found

    def channel(self, name: str) -> Channel:
        """By id, or by name without the #. Raises `channel_not_found`."""
        found = self.channels.get(name) or _named(self.channels.values(), name.removeprefix("#"))
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def direct(self, team: Team, user: User) -> tuple[Channel, bool]:
        """The bot's direct conversation with `user`, and whether it was there already."""
        pair = {team.bot_user, user.id}
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == pair:
                return channel, True
        made = Channel(self.ids.next("D"), "", team.id, [team.bot_user, user.id], kind="im")
        self.channels[made.id] = made
        return made, False

    def message(self, channel: Channel, ts: str) -> Json:
        try:
            return channel.messages[ts]
        except KeyError:
            raise SlackError("message_not_found") from None

    def emit(self, channel: Channel, event: Event) -> None:
        """Tells those who play the Events API, then everybody who waits for a change."""
        for subscriber in self.subscribers:
            subscriber(channel.team, event)
        self.changed()

    def store(self, channel: Channel, message: Json) -> Event:
        """Puts a message in place, keeps the root's counts, and says what the event carries."""
        channel.messages[message["ts"]] = message
        if message.get("thread_ts"):
            recount(channel, message["thread_ts"])
        return self.event(channel, message)

    def event(self, channel: Channel, message: Json) -> Event:
        hidden = ("reply_count", "reply_users", "reply_users_count", "latest_reply", "subscribed")
        shown = {name: value for name, value in message.items() if name not in hidden}
        return {**shown, **self.envelope(channel, message["ts"])}

    def envelope(self, channel: Channel, ts: str) -> Json:
        return {
            "type": "message",
            "channel": channel.id,
            "channel_type": channel.kind,
            "ts": ts,
            "event_ts": ts,
        }

    def changed_event(self, channel: Channel, before: Json, after: Json) -> Event:
        """docs.slack.dev/reference/events/message/message_changed"""
        return {
            **self.envelope(channel, self.clock.next()),
            "subtype": "message_changed",
            "hidden": True,
            "message": dict(after),
            "previous_message": before,
        }

    def remove(self, channel: Channel, ts: str) -> Event:
        """Takes a message away; a root with replies leaves a tombstone and is "changed"."""
        before = channel.messages.pop(ts)
        if any(reply.get("thread_ts") == ts for reply in channel.messages.values()):
            channel.messages[ts] = tombstone = {
                "type": "message",
                "subtype": "tombstone",
                "user": "USLACKBOT",
                "text": "This message was deleted.",
                "hidden": True,
                "ts": ts,
                "thread_ts": ts,
            }
            recount(channel, ts)
            return self.changed_event(channel, before, tombstone)
        if before.get("thread_ts"):
            recount(channel, before["thread_ts"])
        return {
            **self.envelope(channel, self.clock.next()),
            "subtype": "message_deleted",
            "hidden": True,
            "deleted_ts": ts,
            "previous_message": before,
        }


class People(State):
    """What people do: post, edit, delete. Users and channels are given by id or by name.

    Each returns the event that Slack would send for it; subscribers get the same.
    """

    def post_as(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        ts: str | None = None,
        *,
        files: Iterable[Json] = (),
        broadcast: bool = False,
        subtype: str | None = None,
    ) -> Event:
        """A message by `user`; with `thread_ts` a reply, with `broadcast` also in the channel.

        `files` makes it a file_share. Returns the message event: type, user, text, ts, channel,
        channel_type, event_ts, team, client_msg_id, blocks, thread_ts?, parent_user_id?, files?.
        """
        author, place = self.user(user), self.channel(channel)
        message = self._written(author, text, ts)
        if attached := list(files):
            where = "groups" if place.kind == "group" else "channels"
            for file in attached:
                file.setdefault(where, []).append(place.id)
            self.files.update({file["id"]: file for file in attached})
            message |= {"files": attached, "upload": True, "subtype": "file_share"}
        if thread_ts:
            message |= self._reply(place, thread_ts, broadcast)
        if subtype:
            message["subtype"] = subtype
        event = self.store(place, message)
        self.emit(place, event)
        return event

    def file_of(self, user: str, name: str, content: bytes) -> Json:
        """A text file as `user` uploads it: its file object, to be posted with `post_as`."""
        file_id = self.ids.next("F")
        self.contents[file_id] = content
        return {
            "id": file_id,
            "name": name,
            "title": name,
            "mimetype": "text/plain",
            "filetype": {"md": "markdown", "txt": "text"}.get(name.rpartition(".")[2], "binary"),
            "mode": "hosted",
            "user": self.user(user).id,
            "size": len(content),
        }

    def clip_of(self, user: str, name: str, transcript: bytes | None, status: str = "") -> Json:
        """A clip as `user` records it, with Slack's transcript of it as WebVTT: None while there is
        none, for the reason that `status` says (processing, failed, none)."""
        clip = self.file_of(user, name, transcript or b"")
        clip |= {"mimetype": "video/mp4", "filetype": "mp4", "subtype": "slack_video"}
        clip["transcription"] = {"status": status or ("complete" if transcript else "none")}
        return clip | {"media_display_type": "video"}

    def _written(self, author: User, text: str, ts: str | None) -> Json:
        if ts:
            self.clock.seen(ts)
        return {
            "type": "message",
            "user": author.id,
            "text": text,
            "ts": ts or self.clock.next(),
            "team": author.team,
            "client_msg_id": str(uuid.uuid4()),
            "blocks": [rich_text(text)] if text else [],
        }

    def _reply(self, channel: Channel, thread_ts: str, broadcast: bool) -> Json:
        root = self.message(channel, thread_ts)
        reply = {"thread_ts": thread_ts, "parent_user_id": root["user"]}
        return reply | {"subtype": "thread_broadcast", "root": dict(root)} if broadcast else reply

    def edit_as(self, user: str, channel: str, ts: str, text: str) -> Event:
        """`user` changes the text of their message. Returns the message_changed event."""
        author, place = self.user(user), self.channel(channel)
        before = self.message(place, ts)
        if before["user"] != author.id:
            raise SlackError("cant_update_message")
        after = {
            **before,
            "text": text,
            "blocks": [rich_text(text)],
            "edited": {"user": author.id, "ts": self.clock.next()},
        }
        place.messages[ts] = after
        event = self.changed_event(place, before, after)
        self.emit(place, event)
        return event

    def delete_as(self, user: str, channel: str, ts: str) -> Event:
        """`user` deletes their message. Returns message_deleted, or for a root with replies the
        message_changed that leaves a tombstone (openclaw/openclaw#22035)."""
        author, place = self.user(user), self.channel(channel)
        if self.message(place, ts)["user"] != author.id:
            raise SlackError("cant_delete_message")
        event = self.remove(place, ts)
        self.emit(place, event)
        return event

    def join(self, user: str, channel: str, inviter: str | None = None) -> Event:
        """`user` (the bot too) becomes a member. Returns the member_joined_channel event."""
        joiner, place = self.user(user), self.channel(channel)
        if joiner.id not in place.members:
            place.members.append(joiner.id)
        event = {
            "type": "member_joined_channel",
            "user": joiner.id,
            "channel": place.id,
            "channel_type": "C" if place.kind == "channel" else "G",
            "team": place.team,
            "event_ts": self.clock.next(),
        }
        if inviter:
            event["inviter"] = self.user(inviter).id
        self.emit(place, event)
        return event


def recount(channel: Channel, root_ts: str) -> None:
    """Writes reply_count and its companions on a root, or takes them off it."""
    root = channel.messages.get(root_ts)
    if root is None:
        return
    replies = [m for m in channel.thread(root_ts) if m["ts"] != root_ts]
    for name in ("reply_count", "reply_users", "reply_users_count", "latest_reply"):
        root.pop(name, None)
    if not replies:
        return
    users = list(dict.fromkeys(reply["user"] for reply in replies))
    root |= {
        "thread_ts": root_ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1]["ts"],
    }


def _named(candidates: Iterable[Any], name: str) -> Any:
    return next((one for one in candidates if one.name == name and name), None)
