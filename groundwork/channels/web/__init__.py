"""The channel `web`: the chat on a page, over socket.io on Rasa's own port. What it promises to the widget: docs/web.md."""
