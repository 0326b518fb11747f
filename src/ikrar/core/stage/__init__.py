"""Stages of an election: what happens when, by the regulation, and which of them a day falls in."""
