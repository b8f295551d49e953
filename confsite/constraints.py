"""Which rule of the database a write has broken."""


def violated(error: Exception) -> str:
    """The name of the constraint or of the rule of a trigger; empty if it has none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
