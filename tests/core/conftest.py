"""Property tests are never timed; ``HYPOTHESIS_PROFILE=full`` (make test-all) draws many more examples."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("default", deadline=None)
settings.register_profile("full", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
