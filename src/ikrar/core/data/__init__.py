"""Facts as files, each with a provenance note in PROVENANCE.md."""
