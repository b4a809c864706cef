"""Print who may open which address and send which form, for an auditor; from tests/matrix.yml."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
KINDS = {
    "page": "页面", "list": "列表", "detail": "详情", "search": "检索", "export": "导出",
    "aggregate": "汇总", "download": "原文", "fragment": "页面片段", "form": "表单",
    "api": "接口",
}  # fmt: skip
ROLES = {"stranger": "未登录"}


def main() -> None:
    """Print one line per address: 看 may open, 办 may send its form."""
    table = yaml.safe_load((ROOT / "tests" / "matrix.yml").read_text(encoding="utf-8"))
    roles = table["groups"]["everybody"]
    names = [ROLES.get(role) or _name_of(role) for role in roles]
    print("| 页面 | 种类 | 地址名 |", " | ".join(names), "|")
    print("|---|---|---|" + "---|" * len(roles))
    for name, one in table["endpoints"].items():
        cells = [_cell(table["groups"], one, role) for role in roles]
        print(f"| {one['zh']} | {KINDS[one['kind']]} | {name} |", " | ".join(cells), "|")
    print("\n看：可以打开；办：可以提交；—：转到登录或拒绝。由 tests/test_matrix.py 逐项走查。")


def _name_of(role: str) -> str:
    path = ROOT / "catalogue" / "roles" / f"{role}.yml"
    return str(yaml.safe_load(path.read_text(encoding="utf-8"))["zh"])


def _cell(groups: dict[str, list[str]], one: dict[str, str], role: str) -> str:
    said = [
        word
        for key, word in (("get", "看"), ("post", "办"))
        if role in groups.get(one.get(key, ""), [])
    ]
    return "、".join(said) or "—"


if __name__ == "__main__":
    main()
