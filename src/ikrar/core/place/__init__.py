"""Places: the areas of Indonesia, how their names are written, and their time zones."""
