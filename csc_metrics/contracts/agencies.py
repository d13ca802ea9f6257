"""Agencies that work with children, as clean tables and settings write them; an authority may have others."""

from typing import Final

AGENCIES: Final = (
    *("social_worker", "police", "health", "education", "school", "housing", "probation", "early_help"),
    *("youth_justice", "legal", "cafcass"),
)
"""Known without a record that names them. Source: Working Together to Safeguard Children (who works together)."""
