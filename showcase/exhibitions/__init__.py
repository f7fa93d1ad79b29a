"""The exhibition and its categories: phases, hours, levels, branding, and the catalogue in memory."""
