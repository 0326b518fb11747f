"""Press releases: the facts of a confirmed record in the words of the Indonesian press, and nothing besides."""
