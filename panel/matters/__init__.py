"""The main record of a risk matter: intake, grading, levels of adjudication, result blocks."""
