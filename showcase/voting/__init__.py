"""The vote: the booth page, availability, receipts, the trail."""
