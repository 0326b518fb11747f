"""A witness of ledgers: what it last cosigned as files, and the two ways a checkpoint reaches it."""
