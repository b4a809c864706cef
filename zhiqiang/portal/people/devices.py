"""The device of a session in plain words, from what its browser says of itself."""

from __future__ import annotations

import re

# The order counts: most browsers also call themselves Chrome and Safari.
_BROWSERS = (
    (r"QIHU|360SE|360EE", "360浏览器"),
    (r"MicroMessenger", "微信"),
    (r"DingTalk", "钉钉"),
    (r"QQBrowser", "QQ浏览器"),
    (r"Edg(?:A|iOS)?/", "Edge"),
    (r"Firefox/", "火狐浏览器"),
    (r"Chrom(?:e|ium)/|HeadlessChrome/|CriOS/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"Windows", "Windows"),
    (r"HarmonyOS|OpenHarmony", "鸿蒙"),
    (r"Android", "安卓"),
    (r"iPhone|iPad", "iOS"),
    (r"Mac OS X", "macOS"),
    (r"Linux|X11", "Linux"),
)


def device_of(agent: str) -> str:
    """Return browser and system as people call them; what nobody knows is an unknown device."""
    names = [
        next((name for pattern, name in table if re.search(pattern, agent)), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in names if name) or "未知设备"
