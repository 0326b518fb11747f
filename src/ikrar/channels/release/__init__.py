"""Press releases as files for the press."""
