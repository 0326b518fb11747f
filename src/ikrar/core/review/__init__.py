"""Reading a draft by a second office before it is frozen: allowed moves, and what freezing asks of it."""
