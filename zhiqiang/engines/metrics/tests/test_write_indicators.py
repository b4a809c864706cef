"""What is written reads as what was meant, and what stood there stays byte for byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiqiang.engines.metrics import Indicator
from zhiqiang.engines.metrics.writing import (
    plain,
    with_version,
    without_last_version,
    written,
)
from zhiqiang.kernel import catalogue

FOLDER = Path(__file__).resolve().parents[4] / "catalogue" / "indicators"
LATER = date(2031, 1, 1)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Indicator]:
    return catalogue.load_folder(FOLDER, Indicator)


def test_every_indicator_of_the_catalogue_reads_the_same_when_it_is_written(
    shipped: dict[str, Indicator], tmp_path: Path
) -> None:
    for key, indicator in shipped.items():
        path = tmp_path / f"{key}.yml"
        path.write_text(written(plain(indicator)), encoding="utf-8")
        assert catalogue.load(path, Indicator, key=key) == indicator, key


def test_a_version_is_put_below_and_nothing_above_it_changes(
    shipped: dict[str, Indicator], tmp_path: Path
) -> None:
    for key, indicator in shipped.items():
        before = (FOLDER / f"{key}.yml").read_text(encoding="utf-8")
        later = plain(indicator)["versions"][-1] | {"from": LATER}
        path = tmp_path / f"{key}.yml"
        path.write_text(with_version(before, later), encoding="utf-8")
        assert path.read_text(encoding="utf-8").startswith(before.rstrip()), key
        found = catalogue.load(path, Indicator, key=key)
        assert found.versions[:-1] == indicator.versions, key
        assert found.version_at(LATER).model_dump(exclude={"start"}) == indicator.versions[
            -1
        ].model_dump(exclude={"start"}), key


def test_a_version_that_was_put_below_is_taken_off_again() -> None:
    for path in sorted(FOLDER.glob("*.yml")):
        before = path.read_text(encoding="utf-8").rstrip() + "\n"
        later = {"from": LATER, "text": "甲", "basis": [{"document": "乙", "mark": "C"}]}
        assert without_last_version(with_version(before, later)) == before
    with pytest.raises(ValueError, match="only one"):
        without_last_version("versions:\n  - from: 2020-01-01\n")


def test_a_file_looks_as_the_catalogue_does(shipped: dict[str, Indicator]) -> None:
    text = written(plain(shipped["pledge_amount_growth"]))
    assert text == (FOLDER / "pledge_amount_growth.yml").read_text(encoding="utf-8").replace(
        ">-\n      ", ""
    )


def test_words_that_look_like_something_else_stay_words(tmp_path: Path) -> None:
    values = {
        "name": "是: 否", "aliases": ("007", "on"), "unit": "%", "kind": "stock",
        "group": "creation", "load": "清单",
        "versions": [{
            "from": date(2020, 1, 1), "text": "#不是注释", "basis": [{"document": "甲, 乙: 丙", "mark": "C"}],
            "measure": {"table": "rights", "at": "in_force", "where": {"status_text": "no", "region_code": ["330300", "null"]}},
        }],
    }  # fmt: skip
    path = tmp_path / "odd.yml"
    path.write_text(written(values), encoding="utf-8")
    found = catalogue.load(path, Indicator, key="odd")
    assert (found.name, found.aliases) == ("是: 否", ("007", "on"))
    assert found.versions[0].text == "#不是注释"
    assert found.versions[0].measure.where == {  # type: ignore[union-attr]
        "status_text": "no",
        "region_code": ("330300", "null"),
    }
