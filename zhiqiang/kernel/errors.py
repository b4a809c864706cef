"""Failures: what stops an act. Remarks about content are findings, see ``kernel.finding``."""

from __future__ import annotations

import errno
import socket

#: why the system refuses a file, a port or a connection, for people
_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "所在的磁盘只能读取",
    errno.ENAMETOOLONG: "名称过长",
    errno.EADDRINUSE: "已被其他程序占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "对方没有应答",
    errno.ECONNRESET: "对方中断了连接",
    errno.EPIPE: "对方中断了连接",
    errno.ETIMEDOUT: "等待超时",
    errno.EHOSTUNREACH: "网络不通",
    errno.ENETUNREACH: "网络不通",
}


def why(error: OSError) -> str:
    """Return in Chinese why the system refused, with its number where we know no words for it."""
    if isinstance(error, socket.gaierror):
        return "找不到这台主机"
    if isinstance(error, TimeoutError):
        return "等待超时"
    return _REASONS.get(error.errno or 0) or f"系统错误 {error.errno}"


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
