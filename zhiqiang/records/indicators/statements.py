"""The query of each table of a snapshot, in the order of its columns. They run on SQLite and PostgreSQL.

``DATE(…)`` around a day of many rows lets SQLite hand it over as text, which goes into a column as it
is; the bare column would be parsed day by day. ``{among}`` stands for a condition on the key.
"""

from __future__ import annotations

RIGHTS = """
SELECT r.id, r.identity, r.kind, r.number, r.publication_number, r.grant_number, r.title,
       r.applicants, DATE(r.filed_on), DATE(r.published_on), COALESCE(r.granted_on, g.granted_on),
       DATE(r.term_ends_on), r.status_text, r.ipc_main, r.ipc_all, r.nice_class, r.agency,
       r.agency_code, r.strategic_industry, r.has_overseas_grant, r.is_marked_high_value,
       r.region_code, r.holder_id, p.name, p.kind, p.size, p.industry_code, r.category
FROM registry_right r
LEFT JOIN registry_party p ON p.id = r.holder_id
LEFT JOIN (
    SELECT right_id, MIN(happened_on) AS granted_on FROM registry_event
    WHERE kind IN ('grant', 'registration') AND right_id {among} GROUP BY right_id
) g ON g.right_id = r.id
WHERE r.id {among}
ORDER BY r.id
"""

# The first holding of a right reaches back without end and each ends where the next begins, so
# that a right lies in exactly one region on every day. A right without a known holder has a line.
# The holder's address, which follows, tells of a town that came to another division.
HOLDINGS = """
SELECT h.id, h.right_id, h.party_id, p.name, p.kind,
       COALESCE(NULLIF(h.region_code, ''), p.region_code, '') AS region_code,
       CASE WHEN h.place = 1 THEN NULL ELSE h.from_on END AS begins_on, h.next_on, p.address
FROM (
    SELECT d.*,
           ROW_NUMBER() OVER (PARTITION BY d.right_id ORDER BY d.from_on IS NOT NULL, d.from_on)
               AS place,
           LEAD(d.from_on) OVER (
               PARTITION BY d.right_id ORDER BY d.from_on IS NOT NULL, d.from_on) AS next_on
    FROM (
        SELECT x.*, ROW_NUMBER() OVER (PARTITION BY x.right_id, x.from_on ORDER BY x.id DESC)
            AS newest
        FROM registry_holding x WHERE x.right_id {among}
    ) d
    WHERE d.newest = 1
) h
JOIN registry_party p ON p.id = h.party_id
UNION ALL
SELECT NULL, r.id, r.holder_id, p.name, p.kind,
       COALESCE(NULLIF(r.region_code, ''), p.region_code, ''), NULL, NULL, p.address
FROM registry_right r
LEFT JOIN registry_party p ON p.id = r.holder_id
WHERE r.id {among}
  AND NOT EXISTS (SELECT 1 FROM registry_holding x WHERE x.right_id = r.id)
ORDER BY 2, 1
"""

# Where the sheet names no region: a transfer counts where its taker is, anything else where the
# right was held on the day, or where the party is that acted.
EVENTS = """
SELECT e.id, e.kind, e.right_id, r.kind, r.number, r.title, e.party_id, p.name,
       COALESCE(p.kind, 'unknown'), e.counterparty_id, c.name, DATE(e.happened_on), e.amount,
       e.document_number, e.note,
       CASE WHEN e.region_code <> '' THEN e.region_code
       WHEN e.kind = 'transfer' THEN COALESCE(c.region_code, '')
       ELSE COALESCE(
           (SELECT NULLIF(h.region_code, '') FROM registry_holding h
            WHERE h.right_id = e.right_id
              AND (h.from_on IS NULL OR h.from_on <= e.happened_on)
              AND (h.until_on IS NULL OR h.until_on > e.happened_on)
            ORDER BY h.from_on IS NOT NULL DESC, h.from_on DESC LIMIT 1),
           NULLIF(p.region_code, ''), r.region_code, '') END
FROM registry_event e
LEFT JOIN registry_right r ON r.id = e.right_id
LEFT JOIN registry_party p ON p.id = e.party_id
LEFT JOIN registry_party c ON c.id = e.counterparty_id
WHERE e.id {among}
ORDER BY e.id
"""

PARTIES = """
SELECT id, kind, name, credit_code, region_code, address, industry_code, size
FROM registry_party WHERE same_as_id IS NULL AND id {among} ORDER BY id
"""

DESIGNATIONS = """
SELECT d.id, d.kind, d.level, d.name, d.party_id, p.name, COALESCE(p.kind, 'unknown'),
       COALESCE(NULLIF(d.region_code, ''), p.region_code, ''), d.from_on, d.until_on,
       d.document_number
FROM registry_designation d LEFT JOIN registry_party p ON p.id = d.party_id
WHERE d.id {among}
ORDER BY d.id
"""

ACTIVITIES = """
SELECT id, kind, title, held_on, place, organiser, people, items, region_code
FROM registry_activity WHERE id {among} ORDER BY id
"""

STATISTICS = """
SELECT id, key, region_code, year, value, publisher, document
FROM registry_statistic WHERE id {among} ORDER BY id
"""

# Of each reported value the newest version.
REPORTED = """
SELECT r.id, r.indicator, r.region_code, r.as_of, r.since, r.value, r.body,
       r.reported_on, r.note
FROM indicators_reported_figure r
WHERE NOT EXISTS (
    SELECT 1 FROM indicators_reported_figure n
    WHERE n.indicator = r.indicator AND n.region_code = r.region_code AND n.as_of = r.as_of
      AND COALESCE(n.since, n.as_of) = COALESCE(r.since, r.as_of) AND n.version > r.version
)
ORDER BY r.id
"""

STATEMENTS = {
    "rights": RIGHTS,
    "holdings": HOLDINGS,
    "events": EVENTS,
    "parties": PARTIES,
    "designations": DESIGNATIONS,
    "activities": ACTIVITIES,
    "statistics": STATISTICS,
    "reported": REPORTED,
}
#: how many rows those come to that stand in a snapshot one for one
COUNTS = {
    "rights": "SELECT COUNT(*) FROM registry_right",
    "events": "SELECT COUNT(*) FROM registry_event",
    "parties": "SELECT COUNT(*) FROM registry_party WHERE same_as_id IS NULL",
    "designations": "SELECT COUNT(*) FROM registry_designation",
    "activities": "SELECT COUNT(*) FROM registry_activity",
    "statistics": "SELECT COUNT(*) FROM registry_statistic",
}
