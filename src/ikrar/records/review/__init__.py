"""A second office reads a draft before it is frozen."""
