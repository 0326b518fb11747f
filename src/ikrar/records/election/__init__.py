"""Elections, past, present and fictional."""
