"""Who may do what: the closed list of roles and the dated grants that give them."""
