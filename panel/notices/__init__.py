"""Mail that waits to be sent: one row per message, sent once, tried again when it fails."""
