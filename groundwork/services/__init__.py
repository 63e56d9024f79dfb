"""Services by country: who can be called, written to or chatted with. The data is `data/safety/services.yml`."""
