"""The demo: invented people, firms and panels, loaded through the same use cases that the pages call."""

DEMO_PASSWORD = "yanpan-2026-demo"  # noqa: S105  # printed at every start of the demo, and refused nowhere else
