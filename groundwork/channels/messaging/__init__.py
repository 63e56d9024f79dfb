"""What all messaging channels share; a channel is one thin class, a `Platform`, that knows its platform's HTTP API and nothing else.

    platform --HTTP--> channel.MessagingInput --Platform.read()--> deliveries --receiving.Receiver--> a turn, saved
    platform <--HTTP-- Platform.send() <--rendering-- sending.Sender <-- the store, by number <------------'

A `Platform` (`platform.py`) says:
    name                what the channel is called: part of its address, of its conversations' ids and of its wording (`channel:` in data/)
    limits              its row of `groundwork/channels/limits.py`
    read(request)       checks who sent a request and what it says -> `Received`: deliveries and the answer to the request; or raises `Refused`
    send(address, part) one HTTP call; raises `TryAgain` (it may work later) or `Undeliverable` (it never will)
and, where it needs to, get(request) (an answer to GET: a platform that checks the address), took(delivery) (tell the platform at once that a click
arrived) and start() (what is set up at the platform when the server starts).

Its `MessagingInput` is two lines more: the channel's name, and how a Platform is made of its credentials. Then a line in
`groundwork/channels/credentials.py`, its name in `groundwork/channels/limits.py`, and its secrets in `groundwork/settings.py`.
Everything else is done here: each delivery once (`storage/deliveries.py`), one turn at a time, sending in order with back-off, also after a restart
(`storage/outgoing.py`), erasing, addresses kept encrypted. See `groundwork/channels/telegram/` for the shortest example.
"""
