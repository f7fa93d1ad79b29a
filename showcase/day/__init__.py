"""The organizer's front: menu, dashboard, attention, monitoring."""
