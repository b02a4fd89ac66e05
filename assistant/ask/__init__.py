"""Questions to answers: understood, computed from stored cells or quoted from their place, shown."""
