"""Documents to print and to file, as PDF."""
