"""Looking back: deciding again what was decided, under the release of then or under another."""
