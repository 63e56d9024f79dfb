"""Which feelings a person says they have: learned from own examples and from reviewed words (`data/feelings/`)."""
