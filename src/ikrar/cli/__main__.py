"""``python -m ikrar.cli`` is ``ikrar``."""

from __future__ import annotations

import sys

from ikrar.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
