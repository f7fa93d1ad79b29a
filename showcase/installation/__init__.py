"""What belongs to one installation: its identity, its locks, its backups; and what every command does first."""
