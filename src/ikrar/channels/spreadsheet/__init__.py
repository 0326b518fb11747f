"""Tables of text in and out as CSV and XLSX: no cell is ever a formula, no archive a bomb, no code a number."""

import os

# openpyxl prefers lxml wherever it is installed, and asks this once, when it is imported; its other way is defusedxml.
os.environ["OPENPYXL_LXML"] = "False"
