"""What is remembered: leaves that commit to a record without telling it."""
