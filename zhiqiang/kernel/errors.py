"""Failures: what stops an act. Remarks about content are findings, see ``kernel.finding``."""

from __future__ import annotations


class ZhiqiangError(Exception):
    """Something could not be done. The message is for people, in Chinese, and says what to do."""


class NotFound(ZhiqiangError):
    """The thing that was asked for does not exist, or may not be seen by the one who asks."""


class Refused(ZhiqiangError):
    """The act is understood and not allowed as things stand."""


class UnreadableFile(ZhiqiangError):
    """A file could not be opened as what it claims to be."""


class BadCatalogue(ZhiqiangError):
    """A catalogue file is wrong; the message names file, key and what was expected."""


class Misconfigured(ZhiqiangError):
    """The program refuses to start as it is set up."""
