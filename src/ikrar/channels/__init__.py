"""How data comes in and goes out in forms that other programs use."""
