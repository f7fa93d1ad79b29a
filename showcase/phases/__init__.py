"""The moves from phase to phase, the schedule, and what is missing before one."""
