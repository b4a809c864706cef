"""The program refuses to start insecure: what the settings must never say together."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from pathlib import Path

from zhiqiang.kernel.errors import Misconfigured

SHORTEST_KEY, FEWEST_LETTERS = 50, 10


def is_loopback(host: str) -> bool:
    """Say whether ``host`` means this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_public(host: str) -> bool:
    """Say whether ``host`` is a name or an address that others may route to; ``*`` is.

    Addresses of private networks are not: a bureau may try the program on its own wire.
    """
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_private
    except ValueError:
        return not is_loopback(host)


def refuse_insecure(
    debug: bool, hosts: Iterable[str], secret_key: str, https: bool, key_file: Path | None = None
) -> None:
    """Raise ``Misconfigured`` for a start that would be unsafe, saying what to set instead."""
    hosts = list(hosts)
    if debug and (open_hosts := [host for host in hosts if not is_loopback(host)]):
        raise Misconfigured(
            f"调试模式只能在本机使用，现设有对外主机名 {'、'.join(open_hosts)}。请关闭 DEBUG。"
        )
    if (
        len(secret_key) < SHORTEST_KEY
        or len(set(secret_key)) < FEWEST_LETTERS
        or secret_key.startswith("django-insecure-")
    ):
        raise Misconfigured(
            "签名密钥是默认的或过短。请删去该设置，由本系统在状态目录自动生成 secret.key。"
        )
    if not https and (names := [host for host in hosts if is_public(host)]):
        raise Misconfigured(
            f"主机名 {'、'.join(names)} 须通过 HTTPS 访问，否则登录凭据会明文传输。"
            "请在前置代理上配置证书，并设置 ZHIQIANG_HTTPS=1 和 ZHIQIANG_PROXIES。"
        )
    if "*" in hosts:
        raise Misconfigured(
            "ZHIQIANG_HOSTS 不能是 *：登录和通行密钥认主机名，任意主机名可被用于钓鱼。请逐个列出。"
        )
    if key_file is not None and key_file.exists() and key_file.stat().st_mode & 0o077:
        raise Misconfigured(f"{key_file} 可被其他用户读取，请执行 chmod 600。")
