"""What was pledged: canonical bytes, digest, and the allowed moves of a version."""
