"""The history of the tables: expand, backfill, contract, in separate changes."""
