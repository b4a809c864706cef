"""What the system refuses is said in Chinese."""

import errno
import socket

import pytest

from zhiqiang.kernel.errors import why


def refusal(act):
    with pytest.raises(OSError) as caught:
        act()
    return caught.value


def test_usual_refusals_have_words(tmp_path):
    (tmp_path / "file").touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()
        for act, says in (
            ((tmp_path / "none").read_bytes, "没有这个文件"),
            (tmp_path.read_bytes, "这是一个文件夹"),
            ((tmp_path / "file" / "x").read_bytes, "有一段是文件"),
            ((tmp_path / "file").mkdir, "已有同名的文件"),
            (lambda: socket.socket().bind(port), "已被其他程序占用"),
        ):
            assert says in why(refusal(act))


@pytest.mark.parametrize("error", [OSError(errno.ELOOP, "Too many links"), OSError("odd")])
def test_any_other_refusal_is_named_by_its_number(error):
    assert why(error) == f"系统错误 {error.errno}"


def test_a_host_that_is_not_there_or_does_not_answer_has_words():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = silent.getsockname()
        assert why(refusal(lambda: socket.create_connection(address))) == "对方没有应答"
        silent.listen(1)
        with socket.create_connection(address, 0.01) as asked:
            assert why(refusal(lambda: asked.recv(1))) == "等待超时"
    wrong = refusal(lambda: socket.getaddrinfo("no.such.host.invalid", 25))
    assert why(wrong) == "找不到这台主机"
