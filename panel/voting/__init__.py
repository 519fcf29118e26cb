"""Sitting and sign-in, the frozen roll, rounds of sealed ballots, the count and its disagreement test."""
