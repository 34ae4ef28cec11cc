"""Whom a name, nickname, role or mention means."""

import pytest

from handlers.people import addressed_member, find_member, named_members
from store.types import Member

ED = Member("U1", "editor", ("editor",))
MIXER = Member("U2", "sound mixer", ("crew",))
ANNA = Member("U3", "Anna Berg", ("producer",))
ANNE = Member("U4", "Anne Lund", ("client",))
TEAM = (ED, MIXER, ANNA, ANNE)


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("<@U1>", ED),
        ("<@U1|ed>", ED),
        ("@ed", ED),
        ("Editor", ED),
        ("the sound mixer", MIXER),
        ("mixer", MIXER),
        ("anna", ANNA),
        ("Anna Berg", ANNA),
        ("producer", ANNA),
        ("client", ANNE),
        ("ann", None),
        ("<@U9>", None),
        ("everyone", None),
        ("", None),
        ("e", None),
    ],
)
def test_a_name_means_one_member_or_nobody(text: str, member: Member | None) -> None:
    assert find_member(text, TEAM) == member


def test_a_role_shared_by_two_means_nobody() -> None:
    crew = (MIXER, Member("U5", "grip", ("crew",)))
    assert find_member("crew", crew) is None


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("ed, the hook needs work", ED),
        ("Ed: trim this", ED),
        ("can anna confirm the date?", ANNA),
        ("sound mixer to check the hum", MIXER),
        ("assign to anna", ANNA),
        ("the edit needs work", None),
        ("thanks everyone", None),
    ],
)
def test_who_is_addressed(text: str, member: Member | None) -> None:
    named = addressed_member(text, TEAM)
    assert (named.member if named else None) == member
    if named:
        assert find_member(text[named.start : named.end], TEAM) == member


def test_members_named_in_a_sentence() -> None:
    found = named_members("<@U1> and Anna Berg, please", TEAM)
    assert [named.member for named in found] == [ED, ANNA]
