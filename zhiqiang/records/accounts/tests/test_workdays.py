"""Working days of an installation: what ships, and what a bureau adds while the program runs."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from zhiqiang.kernel.calendar import CalendarMissing
from zhiqiang.kernel.catalogue import read
from zhiqiang.records.accounts.workdays import work_calendar


def test_a_year_that_a_bureau_adds_is_known_at_once(settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    with pytest.raises(CalendarMissing, match="请在节假日目录中增加 2027.yml"):
        work_calendar().is_working(date(2027, 3, 1))

    values = read(Path(settings.CATALOGUE) / "holidays" / "2026.yml")
    names = "、".join(off["name"] for off in values["days_off"])
    values |= {"days_off": [{"name": names, "from": date(2027, 1, 1)}], "workdays": []}
    (tmp_path / "holidays").mkdir()
    text = yaml.safe_dump(values, allow_unicode=True)
    (tmp_path / "holidays" / "2027.yml").write_text(text, encoding="utf-8")
    assert work_calendar().is_working(date(2027, 3, 1))
    assert not work_calendar().is_working(date(2027, 1, 1))
