"""What was typed otherwise than it is written: as it sounds, with a character that looks alike, cut short."""
