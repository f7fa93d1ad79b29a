"""The privacy notice, and how long keys and personal data are kept."""
