"""The beginning of an installation, and the way back when nobody is left to approve; both on the server alone."""
