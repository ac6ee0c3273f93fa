"""NeMo Curator: only whether its fuzzy deduplication can be imported here. It
needs cuDF, and so an NVIDIA GPU; there is no run to score."""

import sys

from nemo_curator.stages.deduplication.fuzzy.workflow import (  # noqa: F401
    FuzzyDeduplicationWorkflow)

sys.exit("error: it can be imported here; what it finds is not read by this"
         " script")
