"""Know what a site puts around a document: navigation, breadcrumbs, tools, footer."""

from __future__ import annotations

import re
from typing import Any

from zhiqiang.engines.compiler.inputs.web_words import Piece

_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "frame", "frameset", "object", "embed",
    "applet", "svg", "math", "canvas", "audio", "video", "form", "button", "select", "input",
    "textarea", "nav", "header", "footer", "aside", "menu", "link", "map", "title", "datalist",
)  # fmt: skip
_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "menu", "toolbar")
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|crumbs?|breadcrumbs?|foot|footer|sidebar|share|related|pager|"
    r"pagination|copyright|search|toolbar|login|position|location|weizhi|dqwz|relevant|recommend|"
    r"qrcode|print|fontsize|links?|friendlink|top|topbar|tool|tools|accessibility|wza)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINE = re.compile(
    r"\s*(?:您?(?:现在|当前|所在)(?:的|所在)?位置|位置[:：]|首页\s*[>＞»/]|网站首页|字\s*[体号]\s*[:：\[【]|字号|"
    r"[【\[]?\s*(?:打\s*印|关\s*闭|收\s*藏|下\s*载|大\s*中\s*小|纠\s*错)|分享到|分享[:：]?|浏览(?:次数|量)|点击(?:数|量|率)|阅读(?:次数|量)?[:：]|"
    r"版权所有|Copyright|©|.{0,20}ICP备|.{0,20}公网安备|网站标识码|网站地图|关于我们|联系我们|"
    r"(?:上|下)一[篇条]|相关(?:链接|文档|文件|阅读|解读|新闻)|扫一扫|返回(?:顶部|首页|手机版)|无障碍|长者(?:模式|助手)|"
    r"适老|繁体|简体|English|设为首页|加入收藏|责任编辑|技术支持|主办单位|建议使用|请输入检索词|来源[:：]|信息来源|索取号)",
    re.IGNORECASE,
)
_SHORT = 70


def strip(root: Any) -> None:
    """Take out of the tree what is never part of a document: code, forms, hidden parts, furniture."""
    whole = max(1, len(root.text_content()))
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _drop(element)
        elif element.tag in ("html", "body") or element.getparent() is None:
            continue
        elif element.tag in _DROPPED:
            # Some sites wrap the whole page in one form, and some put the text into a header.
            if element.tag not in ("form", "header") or _length(element) < whole / 3:
                _drop(element)
        elif _is_hidden(element) or _is_named_furniture(element, whole):
            _drop(element)


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _is_named_furniture(element: Any, whole: int) -> bool:
    if element.get("role") in _ROLES:
        return True
    if element.tag not in ("div", "ul", "ol", "section", "table", "dl", "p", "span", "td"):
        return False
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return bool(_NAMES.search(names)) and _length(element) < whole / 4


def _length(element: Any) -> int:
    return len(element.text_content())


def _drop(element: Any) -> None:
    """Remove an element and keep the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def content_of(body: Any) -> Any:
    """Return the innermost element that holds nearly all the text that is no link."""
    weights = _weights(body)
    here = body
    while True:
        heaviest = max(
            (child for child in here if isinstance(child.tag, str)),
            key=lambda child: weights.get(child, 0),
            default=None,
        )
        if heaviest is None or heaviest.tag in ("p", "tr", "td", "span", "li", "pre", "font"):
            return here
        if weights.get(heaviest, 0) < 0.8 * weights[here]:
            return here
        here = heaviest


def _weights(body: Any) -> dict[Any, int]:
    """Count the letters of every element that are in no link, in one walk."""
    weights: dict[Any, int] = {}
    for element in reversed(list(body.iter())):
        own = len((element.text or "").strip()) if element.tag != "a" else 0
        for child in element:
            own += len((child.tail or "").strip()) if element.tag != "a" else 0
            own += weights.get(child, 0) if element.tag != "a" else 0
        weights[element] = own
    return weights


def is_furniture(piece: Piece) -> bool:
    """Say whether a paragraph is a tool, a trail of links or a legal line of the site."""
    if piece.rows:
        return False
    words = piece.text.strip()
    if len(words) < _SHORT and _LINE.match(words):
        return True
    # A row of links is navigation; a document that is linked by its title is not.
    return (
        piece.linked * 10 > len(words) * 8
        and len(words) < 30
        and not re.match(r"附\s*[件表]|\d+[.、]|《", words)
    )
