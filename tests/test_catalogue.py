"""The catalogue is tested like code: every file is read by somebody, every reference exists."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.domains.assessments.forms import Form as AssessmentForm
from zhiqiang.domains.assessments.publicity import PublicityRule
from zhiqiang.domains.duties.pace import PaceRule
from zhiqiang.domains.duties.rhythm import RhythmRule
from zhiqiang.domains.information.push_rule import PushRule
from zhiqiang.domains.landscapes.kinds import CountingRule, LandscapeKind, Methods
from zhiqiang.domains.plans.lamps import LampRule
from zhiqiang.engines.fulltext import SearchFields, Synonyms
from zhiqiang.engines.ingest import CodeList, load_source
from zhiqiang.engines.linking import load_name_words
from zhiqiang.engines.metrics import SHAPES, Criteria, Indicator, Parameter
from zhiqiang.engines.rules import load_examples, load_rules, run, untried
from zhiqiang.kernel.calendar import HolidayNotice
from zhiqiang.kernel.catalogue import load, load_folder, read
from zhiqiang.kernel.division_changes import DivisionChanges
from zhiqiang.kernel.identifiers import EndedSymbols
from zhiqiang.kernel.terms import load_terms
from zhiqiang.records.accounts.roles import Role
from zhiqiang.records.casework.checking import REGISTER_FACTS
from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.surveys.declaration import Questionnaire
from zhiqiang.records.indicators.comparing import NationalSeries
from zhiqiang.records.indicators.quality import QualityRules
from zhiqiang.records.indicators.separation import SeparationRule
from zhiqiang.records.registry.fee_rules import FeeRules
from zhiqiang.records.registry.known_pairs import DeclaredPairs
from zhiqiang.records.registry.models.rights import EventKind, RightKind
from zhiqiang.records.registry.quality_rules import RecordRules
from zhiqiang.records.registry.trust import SourceTrust

ROOT = Path(__file__).resolve().parents[1] / "catalogue"
INDICATORS = load_folder(ROOT / "indicators", Indicator)
# A file that no line here claims is read by nobody.
READERS = {
    "terms.yml": load_terms,
    "parameters/high_value_criteria.yml": lambda path: load(path, Criteria),
    "parameters/population_year_offset.yml": lambda path: load(path, Parameter),
    "parameters/ipc_ended.yml": lambda path: load(path, EndedSymbols),
    "parameters/lamps.yml": lambda path: load(path, LampRule, key=path.stem),
    "parameters/figure_quality.yml": lambda path: load(path, QualityRules),
    "parameters/record_quality.yml": lambda path: load(path, RecordRules),
    "parameters/division_changes.yml": lambda path: load(path, DivisionChanges),
    "parameters/source_trust.yml": lambda path: load(path, SourceTrust),
    "parameters/firm_pairs.yml": lambda path: load(path, DeclaredPairs),
    "parameters/national_series.yml": lambda path: load(path, NationalSeries),
    "parameters/name_words.yml": load_name_words,
    "parameters/work_rhythm.yml": lambda path: load(path, RhythmRule, key=path.stem),
    "parameters/push_rule.yml": lambda path: load(path, PushRule),
    "parameters/commendation.yml": lambda path: load(path, PublicityRule, key=path.stem),
    "parameters/work_pace.yml": lambda path: load(path, PaceRule, key=path.stem),
    "parameters/annual_fees.yml": lambda path: load(path, FeeRules),
    "parameters/period_close.yml": lambda path: load(path, SeparationRule),
    "parameters/landscape_counting.yml": lambda path: load(path, CountingRule),
    "parameters/landscape_analyses.yml": lambda path: load(path, Methods),
    "landscapes/*.yml": lambda path: load(path, LandscapeKind, key=path.stem),
    "assessments/*.yml": lambda path: load(path, AssessmentForm, key=path.stem),
    "holidays/*.yml": lambda path: load(path, HolidayNotice, key=path.stem),
    "search/fields.yml": lambda path: load(path, SearchFields),
    "search/synonyms.yml": lambda path: load(path, Synonyms),
    "services/*.yml": lambda path: load(path, ServiceItem, key=path.stem),
    "surveys/*.yml": lambda path: load(path, Questionnaire, key=path.stem),
    "rules/*/rules.yml": lambda path: load_rules(path, key=path.parent.name),
    "rules/*/cases.yml": load_examples,
    "codes/access_rights.yml": read,
    "codes/acts.yml": read,
    "codes/journal_words.yml": read,
    "codes/*.yml": lambda path: load(path, CodeList, key=path.stem),
    "indicators/*.yml": lambda path: load(path, Indicator, key=path.stem),
    "roles/*.yml": lambda path: load(path, Role, key=path.stem),
    "sources/*.yml": lambda path: load_source(path.parent, path.stem),
}


@pytest.mark.parametrize(
    "path", sorted(ROOT.rglob("*.*")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_file_is_read_by_somebody(path: Path) -> None:
    name = path.relative_to(ROOT)
    reader = next(reader for pattern, reader in READERS.items() if name.match(pattern))
    assert reader(path)


def filters(values: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each table that an indicator reads, with its filter."""
    if isinstance(values, dict):
        if isinstance(values.get("where"), dict):
            yield values.get("table", ""), values["where"]
        for value in values.values():
            yield from filters(value)
    elif isinstance(values, list):
        for value in values:
            yield from filters(value)


def codes(name: str) -> set[str]:
    return set(read(ROOT / "codes" / f"{name}.yml")["values"])


@pytest.mark.parametrize("key", INDICATORS)
def test_an_indicator_filters_by_kinds_that_exist(key: str) -> None:
    known = {
        "rights": set(RightKind.values),
        "events": set(EventKind.values),
        "designations": codes("designations"),
        "activities": codes("activities"),
    }
    for table, where in filters(read(ROOT / "indicators" / f"{key}.yml")):
        wanted = where.get("kind", [])
        wanted = {wanted} if isinstance(wanted, str) else set(wanted)
        if table in known:
            assert wanted <= known[table]
        assert set(where) <= SHAPES[table].every_column if table in SHAPES else True


@pytest.mark.parametrize("key", INDICATORS)
def test_an_indicator_reads_statistics_that_exist(key: str) -> None:
    statistics = codes("statistics")
    for version in read(ROOT / "indicators" / f"{key}.yml")["versions"]:
        for place in ("measure", "numerator", "denominator"):
            stated = (version.get(place) or {}).get("statistic")
            assert stated is None or stated in statistics


def test_every_indicator_states_a_source_for_its_definition() -> None:
    for indicator in INDICATORS.values():
        for version in indicator.versions:
            assert version.basis and all(basis.document for basis in version.basis)


def test_no_two_definitions_of_an_indicator_begin_on_one_day() -> None:
    for indicator in INDICATORS.values():
        starts: list[date] = [version.start for version in indicator.versions]
        assert starts == sorted(set(starts))


def test_every_kind_of_right_can_be_asked_for_in_a_search() -> None:
    fields = load(ROOT / "search" / "fields.yml", SearchFields).fields
    assert set(fields["kind"].words) == set(RightKind.values)


RULES = {path.name: path for path in sorted((ROOT / "rules").iterdir())}
SERVICES = load_folder(ROOT / "services", ServiceItem)


@pytest.mark.parametrize("key", RULES)
def test_every_case_of_a_rule_comes_out_as_written_and_every_clause_is_tried(key: str) -> None:
    rules = load_rules(RULES[key] / "rules.yml", key=key)
    examples = load_examples(RULES[key] / "cases.yml")
    assert run(rules, examples) == []
    assert untried(rules, examples) == []


@pytest.mark.parametrize("key", SERVICES)
def test_a_service_item_names_only_what_exists(key: str) -> None:
    item = SERVICES[key]
    rights = read(ROOT / "codes" / "access_rights.yml").keys()
    assert {step.right for step in item.steps} | {item.oversight} <= rights
    assert set(item.feeds) <= INDICATORS.keys()
    for leaves in (one for outcome in item.outcomes for one in outcome.leaves):
        assert not leaves.event or leaves.event in EventKind.values
        assert not leaves.activity or leaves.activity in codes("activities")
    if item.rule:
        rules = load_rules(RULES[item.rule.rules] / "rules.yml", key=item.rule.rules)
        assert set(item.rule.register_facts) <= REGISTER_FACTS
        assert set(item.rule.facts) | set(item.rule.register_facts) <= rules.facts.keys()


def test_assessments_name_indicators_of_the_catalogue() -> None:
    """A form that names an indicator that is not there would score nobody."""
    named = {
        source.indicator
        for form in load_folder(ROOT / "assessments", AssessmentForm).values()
        for values in form.values
        for _, source in values.sources.values()
        if source.indicator
    }
    assert named
    assert named <= INDICATORS.keys()
