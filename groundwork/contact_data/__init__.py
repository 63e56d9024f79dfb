"""Finds contact data in what people type: phone numbers, addresses, accounts, cards (pure). What is done with it: `groundwork.storage.masking`."""
