"""What people read is written with the punctuation of Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "zhiqiang"
MODULES = sorted(path for path in ROOT.rglob("*.py") if "tests" not in path.parts)
SCREENS = sorted([*ROOT.rglob("*.html"), *ROOT.rglob("static/**/*.js")])
_WIDE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]"
_HALF_WIDTH = re.compile(rf"{_WIDE}[,()!?;:]|[,()!?;:]{_WIDE}")
_SHORTEST = 6
# A call that a message tells a programmer to write keeps its brackets.
_CALL = re.compile(r"[a-z_]+\([^()]*\)")


def sentences_of(source: str) -> Iterator[str]:
    """Yield the Chinese sentences of a module; what is filled in later stands there as 某."""
    tree = ast.parse(source)
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in joined for part in node.values}
    texts = [
        "".join(part.value if isinstance(part, ast.Constant) else "某" for part in node.values)
        for node in joined
    ]
    texts += [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts
    ]
    for text in texts:
        if text.endswith("。") and len(re.findall(r"[\u4e00-\u9fff]", text)) >= _SHORTEST:
            yield text


def test_messages_have_no_half_width_punctuation_beside_their_characters():
    wrong = [
        f"{path.relative_to(ROOT)}: {sentence}"
        for path in MODULES
        for sentence in sentences_of(path.read_text(encoding="utf-8"))
        if _HALF_WIDTH.search(_CALL.sub("某", sentence))
    ]
    assert wrong == []


def test_messages_are_found_in_plain_and_in_filled_in_strings():
    source = 'raise E("文件是空的,请重新上传。", f"共 {n} 页，已读完前面的部分。", "短。")'
    assert sorted(sentences_of(source)) == [
        "共 某 页，已读完前面的部分。",
        "文件是空的,请重新上传。",
    ]


def test_screens_have_no_half_width_punctuation_beside_their_characters():
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SCREENS
        for line in path.read_text(encoding="utf-8").splitlines()
        if _HALF_WIDTH.search(line)
    ]
    assert wrong == []
