"""What the rules of the catalogue find wrong with a definition, in the words of the form."""

from __future__ import annotations

from zhiqiang.portal.defining.form import DefinitionForm

#: what the catalogue says, which field it is about, and how an official is told
_OF_PARTS = (
    ("存量指标用 at", "when", "存量应按“统计日有效”或“统计日仍保持”计入；由事件累积而成的，选日期并把期间设为“不限”。"),
    ("当期量用 by", "when", "当期量应按一个日期计入，期间留“按指标种类”。"),
    ("累计量用 by", "when", "累计量应按一个日期计入，期间留“按指标种类”。"),
    ("应写 over", "over", "按日期计入的分子、分母应选择期间。"),
    ("去重计数应写", "distinct", "去重计数应选择去重或合并的列。"),
    ("去重计数不写", "sum", "去重计数不求和。"),
    ("期间内的去重计数", "over", "期间应设为“不限”；一年之内的去重计数请改用当期量。"),
    ("over 只与", "over", "期间只与日期同用；按状态计入的请留“按指标种类”。"),
    ("sum 只与", "sum", "求和只用于按日期计入的记录，且不与去重同用。"),
    ("distinct 与 once_per", "once_per", "去重与合并只能选一个。"),
    ("having_at_least 只与", "having_at_least", "至少出现次数只与去重同用。"),
    ("调查值不能", "add_up", "调查值不能由下级地区相加。"),
)  # fmt: skip
_OF_WHOLE = (
    ("代码“", "key"),
    ("名称“", "name"),
    ("新版本应从", "start"),
    ("应按 from 先后", "start"),
    ("增长率的对象", "of"),
)


def say(form: DefinitionForm, message: str) -> None:
    """Put what is wrong at the field that it is about; what no field knows, at the top."""
    places = [one for one in form.tables if f".{one}" in message] or list(form.tables)
    for words, name, said in _OF_PARTS:
        field = next((f"{one}-{name}" for one in places if f"{one}-{name}" in form.fields), None)
        if words in message and field is not None:
            form.add_error(field, said)
            return
    for words, name in _OF_WHOLE:
        if words in message and name in form.fields:
            form.add_error(name, message.removeprefix("指标目录有误："))
            return
    form.add_error(None, message)
