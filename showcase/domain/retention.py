"""How long what could lead back to a phone is kept after an exhibition, in days after its last day."""

USUAL_DAYS = 90
# Objections and audits come within the year; beyond ten years nothing is kept for them.
LONGEST_DAYS = 3650
