"""Letters on their way out, tried until they are taken or given up, and the digests of those that came in."""
