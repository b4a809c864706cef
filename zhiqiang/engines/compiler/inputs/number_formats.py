"""Print a number as the list formats of Word do: 一、（二）③ 甲 IV."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# The format numbers that the binary Word files keep, by the names that the XML uses.
BINARY_NAMES = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth",
    17: "ideographDigital", 18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet",
    26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircle",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac",
    33: "taiwaneseCounting", 34: "chineseLegalSimplified", 35: "taiwaneseCountingThousand",
    36: "ideographDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


def printed(number: int, way: str) -> str:
    """Return a number in a format by its name in the XML; formats we do not know print digits."""
    if way in ("none", "bullet") or number < 0:
        return ""
    if way in _COUNTED:
        return _chinese(number, _DIGITS, "十百千")
    if way in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _chinese(number, _LEGAL, "拾佰仟")
    if way in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if way == "ideographTraditional":
        return _STEMS[(number - 1) % 10] if number else ""
    if way == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12] if number else ""
    if way.startswith("decimalEnclosed") and 1 <= number <= 20:
        first = {"decimalEnclosedParen": 0x2474, "decimalEnclosedFullstop": 0x2488}.get(way, 0x2460)
        return chr(first + number - 1)
    if way == "ideographEnclosedCircle" and 1 <= number <= 10:
        return chr(0x3280 + number - 1)
    return _western(number, way)


_COUNTED = (
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting",
)  # fmt: skip


def _western(number: int, way: str) -> str:
    if way in ("upperRoman", "lowerRoman"):
        word = _roman(number)
    elif way in ("upperLetter", "lowerLetter") and number:
        # After z comes aa, then bb.
        word = chr(97 + (number - 1) % 26) * min(10, (number - 1) // 26 + 1)
    elif way == "decimalZero":
        return f"{number:02d}"
    elif way == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    elif way == "numberInDash":
        return f"-{number}-"
    else:
        return str(number)
    return word.upper() if way.startswith("upper") else word


def _roman(number: int) -> str:
    word = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        word += letters * min(count, 20)
    return word


def _chinese(number: int, digits: str, units: str) -> str:
    """Return 二十三 or 一百零五; from ten thousand on the plain digits."""
    if number == 0:
        return digits[0]
    if number >= 10_000:
        return str(number)
    word, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(word)
            continue
        word += ("零" if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    ten = digits[1] + units[0]
    return word[1:] if word.startswith(ten) and number < 20 and units[0] == "十" else word
