"""Pages of assessments and commendations: parse, one call, render."""
