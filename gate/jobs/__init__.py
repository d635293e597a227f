"""Long work that somebody asked the service for: kept as files, done by a process of its own."""
