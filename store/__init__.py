"""State on SQLAlchemy: one SQLite file, or PostgreSQL. One transaction per use case. May import hub."""
