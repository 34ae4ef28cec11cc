"""files.*: the external upload, in three steps, what is known of a file, and its bytes.

docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal. A file
is shared at once here; `LocalSlack.unshared` plays a Slack that says yes and never does it.
"""

import json
from typing import Any

from bot.demo.slack import chat
from bot.demo.slack.calls import Call, Method
from bot.demo.slack.errors import SlackError
from bot.demo.slack.params import Json
from bot.demo.slack.workspace import State

_WANTED = ("filename", "length")


def info(call: Call) -> Json:
    file = call.state.files.get(call.text("file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file | _addresses(call, file)}


def _addresses(call: Call, file: Json) -> Json:
    """Where the bytes are, of a file that this Slack keeps; of a recording, its transcript's."""
    if file["id"] not in call.state.contents:
        return {}
    address = f"{call.address}/files-pri/{file['id']}/{file['name']}"
    if (file.get("transcription") or {}).get("status") == "complete":
        return {"vtt": f"{address}.vtt"}
    return {"url_private": address, "url_private_download": address}


def content(state: State, file_id: str, token: str) -> bytes:
    """The bytes of a file, for a bot that may read files. Raises `file_not_found`, and for whoever
    may not: Slack sends those to its sign-in page."""
    if "files:read" not in state.team_of_token(token).scopes:
        raise SlackError("missing_scope")
    if file_id not in state.contents:
        raise SlackError("file_not_found")
    return state.contents[file_id]


def get_upload_url(call: Call) -> Json:
    """An address for the bytes and the id of a file nobody sees yet."""
    missing = [name for name in _WANTED if not call.text(name)]
    if missing or call.number("length", 0) <= 0:
        raise SlackError("invalid_arguments")
    file_id = call.state.ids.next("F")
    call.state.uploads[file_id] = {
        "team": call.team.id,
        "name": call.text("filename"),
        "length": call.number("length", 0),
        "alt_txt": call.text("alt_txt"),
        "content": None,
    }
    return {"upload_url": f"{call.address}/upload/v1/{file_id}", "file_id": file_id}


def take(state: State, file_id: str, content: bytes) -> tuple[int, str]:
    """The bytes of a file; the status and the words Slack answers with."""
    upload = state.uploads.get(file_id)
    if upload is None:
        return 404, "file_not_found"
    if len(content) != upload["length"]:
        return 400, "invalid_upload"
    upload["content"] = content
    return 200, f"OK - {len(content)}"


def complete(call: Call) -> Json:
    """Makes files of what was uploaded and shares them in one message. The answer knows nothing of
    that message: Slack shares after it has answered (slackapi/python-slack-sdk#1277)."""
    wanted = _wanted(call)
    uploads = [_uploaded(call, each["id"]) for each in wanted]
    place = Call(call.state, call.team, {**call.params, "channel": call.text("channel_id")})
    channel = place.writable_channel() if call.text("channel_id") else None
    files = [_made(call, each, upload) for each, upload in zip(wanted, uploads, strict=True)]
    if channel is not None and not call.state.unshared(call.params, uploads):
        message = chat.bots_message(call, {"text": call.text("initial_comment")})
        message |= {"subtype": "file_share", "upload": True, "files": files}
        if thread_ts := call.text("thread_ts"):
            message |= chat.in_thread(call, channel, thread_ts)
        call.state.emit(channel, call.state.store(channel, message))
    return {"files": [file | {"shares": {}, "channels": []} for file in files]}


def _wanted(call: Call) -> list[Json]:
    """The files argument: JSON text of objects with an id and perhaps a title."""
    given: Any = call.params.get("files")
    try:
        found = json.loads(given) if isinstance(given, str) else given
    except ValueError as bad:
        raise SlackError("invalid_arguments") from bad
    if not isinstance(found, list) or not found or not all("id" in each for each in found):
        raise SlackError("invalid_arguments")
    return found


def _uploaded(call: Call, file_id: str) -> Json:
    upload = call.state.uploads.get(file_id)
    if upload is None or upload["team"] != call.team.id or upload["content"] is None:
        raise SlackError("file_not_found")
    return upload


def _made(call: Call, wanted: Json, upload: Json) -> Json:
    """The file object; its bytes stay with the upload, which can't be completed again."""
    call.state.contents[wanted["id"]] = call.state.uploads.pop(wanted["id"])["content"]
    name = upload["name"]
    file = {
        "id": wanted["id"],
        "name": name,
        "title": wanted.get("title") or name,
        "mimetype": "image/png" if name.endswith(".png") else "application/octet-stream",
        "filetype": name.rpartition(".")[2],
        "mode": "hosted",
        "user": call.team.bot_user,
        "size": upload["length"],
    }
    if upload["alt_txt"]:
        file["alt_txt"] = upload["alt_txt"]
    call.state.files[wanted["id"]] = file
    return file


METHODS: dict[str, Method] = {
    "files.info": info,
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete,
}
