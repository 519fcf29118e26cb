"""Testing institutions: registry, qualification, work orders, reports."""
