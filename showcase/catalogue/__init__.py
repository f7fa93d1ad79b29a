"""The visitor's list of entries, and the votes and receipts of a phone."""
