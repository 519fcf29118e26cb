"""Special investigation and technical orders after a disagreement, and the way back to the panel."""
