"""The layouts of the tables, one step after the other, for each database.

A few numbered steps of our own, where others use a migration tool: the tables may stand in a
host's database, whose migrations are the host's; half of a step is triggers, which such tools
pass through as text anyway; and a library should need no second command to be ready.

A step, once released, is never changed: whatever comes later is a new step at the end.
"""

from __future__ import annotations

_TABLES = (
    "CREATE TABLE nws_counter (id INTEGER PRIMARY KEY CHECK (id = 1), last {big} NOT NULL){strict}",
    "INSERT INTO nws_counter (id, last) VALUES (1, 0)",
    """CREATE TABLE nws_entry (
        case_id {name} NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        position {big} NOT NULL UNIQUE,
        tag TEXT NOT NULL,
        schema INTEGER NOT NULL,
        edition TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        request_id TEXT,
        request_step INTEGER,
        salt TEXT,
        body TEXT,
        digest TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (case_id, version)
    ){strict}""",
    """CREATE UNIQUE INDEX nws_entry_request ON nws_entry (request_id, request_step)
        WHERE request_id IS NOT NULL""",
    """CREATE TABLE nws_case (
        case_id {name} NOT NULL PRIMARY KEY,
        opened {big} NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        head TEXT NOT NULL,
        edition TEXT NOT NULL,
        complete INTEGER NOT NULL,
        investigation TEXT,
        processing TEXT,
        reporting TEXT,
        emergency TEXT,
        last_at TEXT,
        parties TEXT NOT NULL
    ){strict}""",
    "CREATE INDEX nws_case_complete ON nws_case (complete, opened)",
    "CREATE INDEX nws_case_investigation ON nws_case (investigation, opened)",
    "CREATE INDEX nws_case_processing ON nws_case (processing, opened)",
    "CREATE INDEX nws_case_reporting ON nws_case (reporting, opened)",
    "CREATE INDEX nws_case_emergency ON nws_case (emergency, opened)",
    """CREATE TABLE nws_case_party (
        party {name} NOT NULL, opened {big} NOT NULL, PRIMARY KEY (party, opened)
    ){strict}""",
    "CREATE INDEX nws_case_party_opened ON nws_case_party (opened)",
    """CREATE TABLE nws_report_number (
        body {name} NOT NULL, day TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (body, day)
    ){strict}""",
)

_KEPT = (
    "case_id",
    "version",
    "position",
    "tag",
    "schema",
    "edition",
    "recorded_at",
    "request_id",
    "request_step",
    "digest",
    "previous",
    "hash",
)
"""The columns of an entry that even an erasure leaves as they are."""

_HAS_RECORD = (
    " AND EXISTS (SELECT 1 FROM nws_entry AS said"
    " WHERE said.case_id = OLD.case_id AND said.tag = 'JP')"
)
_IS_ERASURE = (
    "NEW.body IS NULL AND NEW.salt IS NULL AND "
    + " AND ".join(f"NEW.{name} {{same}} OLD.{name}" for name in _KEPT)
    + _HAS_RECORD
)
_PURGED = "ALTER TABLE nws_case ADD COLUMN purged INTEGER NOT NULL DEFAULT 0"


def _for(statements: tuple[str, ...], **words: str) -> tuple[str, ...]:
    return tuple(statement.format(**words) for statement in statements)


SQLITE: tuple[tuple[str, ...], ...] = (
    (
        *_for(_TABLES, big="INTEGER", name="TEXT", strict=" STRICT, WITHOUT ROWID"),
        """CREATE TRIGGER nws_entry_no_update BEFORE UPDATE ON nws_entry
            BEGIN SELECT RAISE(ABORT, 'nws_entry is append-only'); END""",
        """CREATE TRIGGER nws_entry_no_delete BEFORE DELETE ON nws_entry
            BEGIN SELECT RAISE(ABORT, 'nws_entry is append-only'); END""",
    ),
    (
        _PURGED,
        "DROP TRIGGER nws_entry_no_update",
        f"""CREATE TRIGGER nws_entry_no_update BEFORE UPDATE ON nws_entry
            WHEN NOT ({_IS_ERASURE.format(same="IS")})
            BEGIN SELECT RAISE(ABORT, 'nws_entry is append-only'); END""",
    ),
)
"""The steps for SQLite; layout n is what the first n make."""

_REFUSE = """CREATE FUNCTION nws_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'nws_entry is append-only'; END $$"""

POSTGRESQL: tuple[tuple[str, ...], ...] = (
    (
        *_for(_TABLES, big="BIGINT", name='TEXT COLLATE "C"', strict=""),
        _REFUSE,
        """CREATE TRIGGER nws_entry_no_update BEFORE UPDATE OR DELETE ON nws_entry
            FOR EACH ROW EXECUTE FUNCTION nws_entry_refuse()""",
        """CREATE TRIGGER nws_entry_no_truncate BEFORE TRUNCATE ON nws_entry
            FOR EACH STATEMENT EXECUTE FUNCTION nws_entry_refuse()""",
    ),
    (
        _PURGED,
        f"""CREATE OR REPLACE FUNCTION nws_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF {_IS_ERASURE.format(same="IS NOT DISTINCT FROM")} THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION 'nws_entry is append-only';
            END $$""",
    ),
)
"""The steps for PostgreSQL; layout n is what the first n make."""
