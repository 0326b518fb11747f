"""Backup files, the folder of their keys, and the data folder they are taken from and put back into."""
