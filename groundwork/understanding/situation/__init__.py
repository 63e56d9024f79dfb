"""Which situation a person's own words describe."""
