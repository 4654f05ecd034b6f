"""The store in SQL, by SQLAlchemy Core: SQLite and PostgreSQL."""

from nws_incident.journal.sql.connecting import open_store

__all__ = ["open_store"]
