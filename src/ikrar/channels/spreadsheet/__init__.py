"""Tables of text in and out as CSV and XLSX: no cell is ever a formula, no archive a bomb, no code a number."""
