"""What a phone keeps for reading and voting without signal."""
