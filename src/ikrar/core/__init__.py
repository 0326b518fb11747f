"""What is true: plain Python, no Django, clock, environment, network or database."""
