"""Earlier years, and a new year begun from one."""
