"""Where things are kept: SQLite by default, PostgreSQL by URL; tables, and the migrations that make them."""
