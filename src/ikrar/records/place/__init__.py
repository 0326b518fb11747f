"""Areas of the country, by their official code."""
