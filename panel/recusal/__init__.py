"""Recusal: the parties of a matter, screening of experts against them, and what a person decides on each hit."""
