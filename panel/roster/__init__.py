"""Committees and experts: recommendation, review, appointment, terms, eligibility, integrity record."""
