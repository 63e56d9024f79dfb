"""Random and hostile texts up to 10,000 characters, the same for the same seed."""
from __future__ import annotations

import random
from typing import Iterator

LONGEST = 10_000
_WORDS = ("you I always never sorry but if because feel that like why stop don't leave me her him they love hurt \" ' ( ) , . ! ? : ; - "
          "lied again the on Tuesday 43 messages please want need to honest liar forgive mistakes were made when us kids and or not").split(" ")  # fmt: skip
_MARKS = "!?.,;:'\"()[]{}<>/\\|@#$%^&*_-+=~` \n\t\r\u200b\u202e\u00a0’“”…—"
_SCRIPTS = "абвгд کیسے हम दोनों 日本語のテキスト 한국어 ğüşiöç éèê ñ ß 🙃💔👩‍❤️‍👩🏳️‍🌈"
_FIXED = ("", " ", "\n\n\n", "\x00\x01\x02", "a" * LONGEST, "a " * (LONGEST // 2), "." * LONGEST, "'" * LONGEST, '"you" ' * 1600, "(" * 5000 + ")" * 5000, "you always " * 900,
          "if you " * 1400, "never, " * 1400, "you're " * 1400, "🙃" * 5000, "e\u0301" * 5000, "\u202eyou always lie", "{words}{event}{feeling}", "%s %d {0} {}", "http://" + "a.b/" * 2000,
          "I feel that " * 800, "and " * 2500, "\ud800", "sorry " * 1600, "its ur your " * 800, "-" * 3000 + "you lie", "\u200b".join("you always lie"), "<script>you always lie</script>")  # fmt: skip


def texts(count: int, seed: int) -> Iterator[str]:
    """So many texts; the fixed ones come first."""
    chance = random.Random(seed)
    yield from _FIXED[:count]
    for _ in range(count - len(_FIXED)):
        yield _random_text(chance)[:LONGEST]


def _random_text(chance: random.Random) -> str:
    kind, size = chance.randrange(5), int(10 ** chance.uniform(0, 4))
    if kind == 0:
        return " ".join(chance.choice(_WORDS) for _ in range(size // 5 + 1))
    if kind == 1:
        return "".join(chance.choice(_MARKS) for _ in range(size))
    if kind == 2:
        return "".join(chance.choice(_SCRIPTS + _MARKS) for _ in range(size))
    if kind == 3:
        return "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(size))
    return "".join(chance.choice(_WORDS) + chance.choice([" ", "", _MARKS[chance.randrange(len(_MARKS))]]) for _ in range(size // 4 + 1))
