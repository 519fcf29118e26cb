"""Migrations of the database, one line of revisions from the empty database to the newest."""
