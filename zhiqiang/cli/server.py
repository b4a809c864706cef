"""Serve the pages with gunicorn: a few processes of threads, enough for a bureau on one machine."""

from __future__ import annotations

import os
import socket
import sys

import typer
from gunicorn.app.base import BaseApplication

from zhiqiang.cli import jobs
from zhiqiang.config import home
from zhiqiang.kernel.errors import Refused, why


class _Server(BaseApplication):
    def __init__(self, options: dict[str, object]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        from zhiqiang.config.wsgi import application

        return application


#: processes at most that a server starts by itself: each keeps its own engines and caches in memory
_AT_MOST = 4
_THREADS = 8


def processes() -> int:
    """Return how many processes serve where nobody says: one for each processor, at most four."""
    return min(os.cpu_count() or 1, _AT_MOST)


def run_server(host: str, port: int, workers: int) -> None:
    """Collect the static files when they changed, then serve until interrupted.

    ``workers`` processes of eight threads answer. Long work runs in a process of its own beside them.
    """
    with socket.socket() as probe:
        # gunicorn would try the taken port five times, in English.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"端口 {port} 无法使用（{why(error)}）。请用 --port 换一个端口。"
            ) from error
    _collect_static()
    _leave_database()
    jobs.keep_running()
    from zhiqiang.records.accounts.actions.first_account import announcement

    for line in announcement():
        typer.echo(line)
    typer.echo(f"网页地址：http://{host}:{port}   按 Ctrl+C 停止")
    sys.argv = sys.argv[:1]
    _Server(
        {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": _THREADS,
            # Made before the processes part: what they share (``config/limits.py``).
            "preload_app": True,
            "timeout": 120,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
    ).run()


def _leave_database() -> None:
    """Close what the commands before opened: the web process is a fork and must not share it."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if getattr(connection, "pool", None) is not None:
            connection.close_pool()


def _collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    sources = [settings.STATICFILES_DIRS[0], home.CHECKOUT / "zhiqiang"]
    newest = max(
        (
            path.stat().st_mtime_ns
            for source in sources
            for path in source.rglob("*")
            if path.suffix in {".css", ".js", ".svg"}
        ),
        default=0,
    )
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists() or manifest.stat().st_mtime_ns < newest:
        call_command("collectstatic", verbosity=0, interactive=False)
