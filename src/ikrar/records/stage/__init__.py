"""Stages of elections: days of the events their rules hang on, duties and risks of regions, elections from a file."""
