"""Organisations, the people who sign in, their roles and sign-in."""
