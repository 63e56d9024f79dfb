"""What the person means: sentence vectors, near-exact wording, danger."""
