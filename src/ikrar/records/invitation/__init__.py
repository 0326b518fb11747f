"""Printed codes with which people open their accounts."""
