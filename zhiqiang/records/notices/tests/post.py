"""A mail server for tests: it takes letters, or refuses, as it is told."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Post:
    """What came, and how the next letters are answered; ``breaks`` hangs up when a letter ends."""

    port: int = 0
    letters: list[email.message.EmailMessage] = field(default_factory=list)
    to_recipient: int = 250
    to_letter: int = 250
    breaks: bool = False


@contextmanager
def serving() -> Iterator[Post]:
    """Serve on a free port of this machine until the block ends."""
    post = Post()

    class Answer(socketserver.StreamRequestHandler):
        def say(self, code: int) -> None:
            self.wfile.write(f"{code} so\r\n".encode())

        def handle(self) -> None:
            self.say(220)
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"RCPT":
                    self.say(post.to_recipient)
                elif word == b"DATA":
                    self.say(354)
                    if not self.take():
                        return
                elif word == b"QUIT":
                    self.say(221)
                    return
                else:
                    self.say(250)

        def take(self) -> bool:
            text = b""
            while (line := self.rfile.readline()) != b".\r\n":
                text += line[1:] if line.startswith(b"..") else line
            if post.breaks:
                return False
            if post.to_letter == 250:
                post.letters.append(email.message_from_bytes(text, policy=email.policy.default))
            self.say(post.to_letter)
            return True

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer) as server:
        post.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield post
        finally:
            server.shutdown()
