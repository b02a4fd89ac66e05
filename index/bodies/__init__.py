"""What is known of bodies from their names alone."""
