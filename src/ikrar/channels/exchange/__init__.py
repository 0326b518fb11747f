"""Files of registered declarations, out and in: JSON, JSON lines, CSV and XLSX."""
