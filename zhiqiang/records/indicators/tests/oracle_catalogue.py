"""The naive answer to every indicator of the catalogue, by key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.records.indicators.tests.oracle import (
    Asked,
    bodies,
    documents,
    firms,
    growth,
    high_value,
    mean_growth,
    pledged_yi,
    rounded,
    share,
    tier,
)

Answer = Callable[[Asked], Any]
EVER = date.min
NATIONAL = ("national_advantage_firm", "national_demonstration_firm")
PROVINCIAL = ("provincial_advantage_firm", "provincial_demonstration_firm")
EVENTS = ("forum", "briefing", "matchmaking", "exhibition")


def _dated(kind: str, column: str, period: str) -> Answer:
    return lambda a: len(a.dated(kind, column, getattr(a, period)))


def _designated(
    kinds: tuple[str, ...],
    period: str | None,
    level: str = "",
    by_body: bool = False,
    only_firms: bool = False,
) -> Answer:
    def answer(asked: Asked) -> int:
        rows = asked.designated(kinds, level, getattr(asked, period) if period else None)
        rows = firms(rows) if only_firms else rows
        return bodies(rows) if by_body else len(rows)

    return answer


def _sum(kind: str, column: str, period: str) -> Answer:
    return lambda a: sum(one[column] or 0 for one in a.activities([kind], getattr(a, period)))


def _court(key: str, period: str) -> Answer:
    def answer(asked: Asked) -> Decimal | None:
        years = list(range(getattr(asked, period).year, asked.on.year + 1))
        found = {year: asked.added(key, year) for year in years}
        running = asked.on != date(asked.on.year, 12, 31)
        if period == "plan" and running and len(years) > 1 and found[asked.on.year] is None:
            del found[asked.on.year]
        if None in found.values():
            return None
        return sum((value for value in found.values() if value is not None), Decimal(0))

    return answer


def _stated(key: str) -> Answer:
    def answer(asked: Asked) -> Decimal | None:
        value = asked.stated(key, asked.ended_year)
        return None if value is None else rounded(value, 2)

    return answer


def _events(kinds: tuple[str, ...], period: str) -> Answer:
    return lambda a: len(a.events(kinds, getattr(a, period)))


def _pct(asked: Asked) -> int:
    return len(asked.dated("pct_application", "filed_on", asked.year))


def _madrid(asked: Asked) -> int:
    return len(asked.valid("madrid_mark"))


def _projects(asked: Asked) -> int:
    return len(documents(asked.events(["pledge"], asked.year)))


def _deals(asked: Asked) -> int:
    return len(asked.events(("transfer", "licence"), asked.year))


ORACLE: dict[str, Answer] = {
    "valid_invention_patents": lambda a: len(a.valid("invention")),
    "inventions_per_10k": lambda a: share(
        len(a.valid("invention")), a.added("population", a.on.year - 1), 10_000
    ),
    "high_value_inventions": lambda a: len(high_value(a)),
    "high_value_inventions_per_10k": lambda a: share(
        len(high_value(a)), a.added("population", a.on.year - 1), 10_000
    ),
    "high_value_share": lambda a: share(len(high_value(a)), len(a.valid("invention")), 100),
    "firm_invention_share": lambda a: share(
        sum(a.holding(r, a.on)["party_kind"] == "firm" for r in a.valid("invention")),
        len(a.valid("invention")),
        100,
    ),
    "valid_patents": lambda a: len(a.valid("invention", "utility_model", "design")),
    "valid_trademarks": lambda a: len(a.valid("trademark")),
    "madrid_registrations": _madrid,
    "madrid_registrations_growth": growth(_madrid),
    "geographical_indications": lambda a: len(a.valid("geographical_indication")),
    "registered_trademarks": lambda a: len(a.dated("trademark", "granted_on", EVER)),
    "firms_with_10_inventions": tier(10),
    "firms_with_30_inventions": tier(30),
    "firms_with_50_inventions": tier(50),
    "invention_grants": _dated("invention", "granted_on", "year"),
    "invention_grants_cumulative": _dated("invention", "granted_on", "plan"),
    "utility_model_grants": _dated("utility_model", "granted_on", "year"),
    "design_grants": _dated("design", "granted_on", "year"),
    "trademark_registrations": _dated("trademark", "granted_on", "year"),
    "invention_applications": _dated("invention", "filed_on", "year"),
    "invention_applications_cumulative": _dated("invention", "filed_on", "plan"),
    "pct_applications": _pct,
    "pct_applications_cumulative": _dated("pct_application", "filed_on", "plan"),
    "pct_applications_growth": growth(_pct),
    "pct_applications_mean_growth": mean_growth(_pct, whole_years=True),
    "valid_invention_patents_mean_growth": mean_growth(
        lambda a: len(a.valid("invention")), whole_years=False
    ),
    "madrid_registrations_mean_growth": mean_growth(_madrid, whole_years=False),
    "transfers_and_licences_mean_growth": mean_growth(_deals, whole_years=True),
    "pledge_amount_mean_growth": mean_growth(lambda a: pledged_yi(a, a.year), whole_years=True),
    "pledge_projects_mean_growth": mean_growth(_projects, whole_years=True),
    "invention_applications_mean_growth": mean_growth(
        _dated("invention", "filed_on", "year"), whole_years=True
    ),
    "invention_grants_mean_growth": mean_growth(
        _dated("invention", "granted_on", "year"), whole_years=True
    ),
    "high_value_inventions_mean_growth": mean_growth(
        lambda a: len(high_value(a)), whole_years=False
    ),
    "valid_trademarks_mean_growth": mean_growth(
        lambda a: len(a.valid("trademark")), whole_years=False
    ),
    "new_geographical_indications": _dated("geographical_indication", "granted_on", "year"),
    "new_geographical_indications_cumulative": _dated(
        "geographical_indication", "granted_on", "plan"
    ),
    "pledge_amount_registered": lambda a: pledged_yi(a, a.plan),
    "pledge_amount_annual": lambda a: pledged_yi(a, a.year),
    "pledge_amount_growth": growth(lambda a: pledged_yi(a, a.year)),
    "financing_scale": lambda a: pledged_yi(a, a.plan),
    "pledge_projects": _projects,
    "pledge_projects_cumulative": lambda a: len(documents(a.events(["pledge"], a.plan))),
    "pledge_projects_growth": growth(_projects),
    "pledge_firms": lambda a: bodies(firms(a.events(["pledge"], a.plan))),
    "pledge_firms_annual": lambda a: bodies(firms(a.events(["pledge"], a.year))),
    "transfers": _events(("transfer",), "year"),
    "licences": _events(("licence",), "year"),
    "transfers_and_licences": _deals,
    "transfers_and_licences_growth": growth(_deals),
    "patent_products": lambda a: len(documents(a.events(["product_recordal"], EVER))),
    "national_key_firms": _designated(NATIONAL, None, by_body=True),
    "national_key_firms_new_cumulative": _designated(NATIONAL, "plan", by_body=True),
    "national_key_firms_annual": _designated(NATIONAL, "year", by_body=True),
    "national_advantage_firms": _designated(("national_advantage_firm",), None, by_body=True),
    "national_demonstration_firms": _designated(
        ("national_demonstration_firm",), None, by_body=True
    ),
    "provincial_key_firms": _designated(PROVINCIAL, None, by_body=True),
    "provincial_strong_firms": _designated(("provincial_strong_firm",), None, by_body=True),
    "city_demonstration_firms": _designated(("city_demonstration_firm",), None, by_body=True),
    "national_and_provincial_firms": _designated(NATIONAL + PROVINCIAL, None, by_body=True),
    "national_and_provincial_firms_new_cumulative": _designated(
        NATIONAL + PROVINCIAL, "plan", by_body=True
    ),
    "national_and_provincial_firms_annual": _designated(
        NATIONAL + PROVINCIAL, "year", by_body=True
    ),
    "certified_firms": _designated(
        ("standard_certification",), None, by_body=True, only_firms=True
    ),
    "new_certified_firms": _designated(
        ("standard_certification",), "plan", by_body=True, only_firms=True
    ),
    "new_certified_firms_annual": _designated(
        ("standard_certification",), "year", by_body=True, only_firms=True
    ),
    "certified_bodies": _designated(("standard_certification",), None, by_body=True),
    "firms_with_management_body": _designated(("ip_management_body",), "plan", by_body=True),
    "leading_firms": _designated(("leading_firm",), "plan", by_body=True),
    "well_known_marks": _designated(("well_known_mark",), None),
    "industrialisation_projects": _designated(("industrialisation_project",), "plan"),
    "industrialisation_projects_annual": _designated(("industrialisation_project",), "year"),
    "technology_recipients": _designated(("technology_recipient",), "plan", by_body=True),
    "navigation_bases": _designated(("navigation_base",), "plan"),
    "industry_navigation_projects": _designated(("navigation_industry",), "plan"),
    "firm_navigation_projects": _designated(("navigation_firm",), "plan"),
    "gi_sign_users": _designated(("gi_sign_user",), None, by_body=True),
    "gi_sign_users_new_cumulative": _designated(("gi_sign_user",), "plan", by_body=True),
    "gi_sign_users_annual": _designated(("gi_sign_user",), "year", by_body=True),
    "gi_demonstration_zones": _designated(("gi_demonstration_zone",), "plan"),
    "gi_scenic_areas": _designated(("gi_scenic_area",), "plan"),
    "green_farm_bases": _designated(("green_farm_base",), "plan"),
    "gi_eu_listed": _designated(("gi_eu_list",), "plan"),
    "trade_secret_bases": _designated(("trade_secret_base",), None),
    "provincial_trade_secret_bases": _designated(("trade_secret_base",), "plan", "province"),
    "provincial_trade_secret_bases_annual": _designated(("trade_secret_base",), "year", "province"),
    "city_trade_secret_bases": _designated(("trade_secret_base",), "plan", "city"),
    "city_trade_secret_bases_annual": _designated(("trade_secret_base",), "year", "city"),
    "mediation_organisations": _designated(("mediation_organisation",), None),
    "rapid_protection_centres": _designated(("rapid_protection_centre",), "plan"),
    "rights_assistance_stations": _designated(("rights_assistance_station",), None),
    "assisted_bodies": _designated(("rights_assistance",), "plan", by_body=True),
    "topic_databases": _designated(("topic_database",), None),
    "topic_databases_new_cumulative": _designated(("topic_database",), "plan"),
    "brand_guidance_stations": _designated(("brand_guidance_station",), None),
    "brand_guidance_stations_new_cumulative": _designated(("brand_guidance_station",), "plan"),
    "brand_guidance_stations_annual": _designated(("brand_guidance_station",), "year"),
    "service_agencies": _designated(("service_agency",), None),
    "service_agencies_new_cumulative": _designated(("service_agency",), "plan"),
    "service_agencies_annual": _designated(("service_agency",), "year"),
    "public_service_platforms": _designated(("public_service_platform",), None),
    "public_service_platforms_new_cumulative": _designated(("public_service_platform",), "plan"),
    "public_service_platforms_annual": _designated(("public_service_platform",), "year"),
    "national_information_outlets": _designated(
        ("information_service_outlet",), "plan", "national"
    ),
    "provincial_information_outlets": _designated(
        ("information_service_outlet",), "plan", "province"
    ),
    "custody_firms": _designated(("custody_firm",), "plan", by_body=True),
    "provincial_alliances": _designated(("alliance",), "plan", "province"),
    "ip_talents": _designated(("talent",), "plan"),
    "experts": lambda a: len({one["name"] for one in a.designated(("expert",), "", None)}),
    "ip_talents_annual": _designated(("talent",), "year"),
    "special_inspections": lambda a: len(a.activities(["special_inspection"], a.plan)),
    "special_inspections_annual": lambda a: len(a.activities(["special_inspection"], a.year)),
    "forums_and_events": lambda a: len(a.activities(EVENTS, a.plan)),
    "forums_and_events_annual": lambda a: len(a.activities(EVENTS, a.year)),
    "pushed_information_items": _sum("information_push", "items", "plan"),
    "pushed_information_items_annual": _sum("information_push", "items", "year"),
    "training_attendance": _sum("training", "people", "plan"),
    "training_attendance_annual": _sum("training", "people", "year"),
    "patent_intensive_share": _stated("patent_intensive_share"),
    "patent_intensive_share_computed": lambda a: share(
        a.added("patent_intensive_value_added", a.ended_year), a.added("gdp", a.ended_year), 100
    ),
    "ip_value_added_share": _stated("ip_value_added_share"),
    "copyright_share": _stated("copyright_share"),
    "satisfaction": _stated("satisfaction"),
    "holder_satisfaction": _stated("holder_satisfaction"),
    "acceptance_rate": _stated("acceptance_rate"),
    "court_cases_closed": _court("court_cases_closed", "plan"),
    "court_cases_closed_annual": _court("court_cases_closed", "year"),
    "mediation_cases": _sum("arbitration_mediation", "items", "plan"),
    "mediation_cases_annual": _sum("arbitration_mediation", "items", "year"),
    "adjudications_annual": _sum("adjudication", "items", "year"),
    "report_checks_annual": _sum("report_check", "items", "year"),
    "gi_sign_checks_annual": _sum("gi_sign_check", "items", "year"),
    "guidance_services_annual": _sum("guidance", "items", "year"),
    "project_declarations_annual": _sum("project_declaration", "items", "year"),
}
