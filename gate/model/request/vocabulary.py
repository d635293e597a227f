"""Words that more than one block uses."""

from typing import Literal

LifecycleStage = Literal[
    "concept", "design", "development", "verification", "deployment", "operation", "retirement"
]
Reversibility = Literal["reversible", "likely_reversible", "difficult", "irreversible"]
PersonalData = Literal["none", "pseudonymised", "personal", "special_category"]
Comparison = Literal[">=", ">", "<=", "<"]
