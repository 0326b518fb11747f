"""Files that people send become documents: one module per format, each turning bytes into texts with their dates."""
