"""Earlier editions of a draft, so that a step can be undone and done again."""
