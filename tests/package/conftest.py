"""How many inputs each property is tried on; this is read before any test, so that all of them keep to it.

`make test` tries 30, ci.yml 1,000 (`HYPOTHESIS_PROFILE=thorough`): the same each time, so a red run is the fault of
the change. `make properties` tries 20,000 new ones.
"""

import os

from hypothesis import HealthCheck, settings

# No deadline: a busy machine is not the code's fault.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", _PATIENT, max_examples=30, derandomize=True)
settings.register_profile("thorough", _PATIENT, max_examples=1_000, derandomize=True)
settings.register_profile("nightly", _PATIENT, max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
