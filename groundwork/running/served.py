"""`python -m groundwork.running.served rasa run …`: a program that serves people, and writes nothing but its log once it does."""
from __future__ import annotations

import runpy
import sys
import warnings
from typing import List

from groundwork.running.wordless_logs import SERVED


def serve(program: str, arguments: List[str]) -> None:
    """Run a Python module as `python -m` does. It is the module's own start that is still shown as it is: nobody has typed anything then."""
    SERVED.set()
    warnings.showwarning = lambda *_, **__: None  # libraries about each other; some switch them on again while they are imported
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])
