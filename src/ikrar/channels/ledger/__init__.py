"""How the ledger reaches the witnesses that are asked."""
