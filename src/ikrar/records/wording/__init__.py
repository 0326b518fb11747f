"""The wordings of points, grouped, and how far each commitment kind spread: counted as declarations are frozen."""
