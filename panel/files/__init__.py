"""Stored files: content-addressed on disk, described in one table, never changed."""
