"""Tables of people and bodies, and of how people sign in."""

from zhiqiang.records.accounts.models.bodies import Body, BodyAlias, BodyKind, Deputy, Post
from zhiqiang.records.accounts.models.factors import (
    AccessToken,
    Authenticator,
    Passkey,
    RecoveryCode,
)
from zhiqiang.records.accounts.models.people import ExternalIdentity, FormerPassword, Person
from zhiqiang.records.accounts.models.sessions import Lock, Session

__all__ = [
    "AccessToken",
    "Authenticator",
    "Body",
    "BodyAlias",
    "BodyKind",
    "Deputy",
    "ExternalIdentity",
    "FormerPassword",
    "Lock",
    "Passkey",
    "Person",
    "Post",
    "RecoveryCode",
    "Session",
]
