"""`groundwork check` and `groundwork explain`: arguments, output, exit codes."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put both under the command `groundwork`."""
    checks = commands.add_parser("check", help="read all content in this folder and say what is wrong, where, and how to mend it")
    checks.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="only what concerns these files or folders")
    form = checks.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object, for programs")
    form.add_argument("--github", action="store_true", help="annotations, for GitHub's checks")
    checks.add_argument("--figures", action="store_true", help="also how long and how easy to read the texts are")
    checks.add_argument("--links", action="store_true", help="also open every address in the texts, over the network")
    checks.set_defaults(command=run_check)

    explains = commands.add_parser("explain", help="what a finding of the check means, with a wrong and a right example")
    explains.add_argument("code", nargs="?", help="such as G202; without it, all of them")
    explains.set_defaults(command=run_explain)


def run_check(options: argparse.Namespace) -> int:
    """Check the project in the working folder; 0 without errors, 1 with, 2 for a path that is not there."""
    from groundwork.authoring.check import check
    from groundwork.authoring.findings import phrases
    from groundwork.authoring.report import as_github, as_json, as_text

    missing = [path for path in options.paths if not path.exists()]
    if missing:
        print("\n".join(phrases()["no_path"].format(path=path) for path in missing), file=sys.stderr)
        return 2
    checked = check(Path.cwd(), options.paths, links=options.links)
    print(as_json(checked) if options.json else as_github(checked) if options.github else as_text(checked, options.figures))
    return 1 if checked.errors else 0


def run_explain(options: argparse.Namespace) -> int:
    """Explain one code, or list all; 2 for a code that there is not."""
    from groundwork.authoring.findings import catalogue, nearest, phrases
    from groundwork.authoring.report import contents, explanation

    if options.code is None:
        print("\n".join(contents()))
        return 0
    code = options.code.upper()
    if code not in catalogue():
        meant = nearest(code, catalogue())
        hint = " " + phrases()["did_you_mean"].format(meant=meant) if meant else ""
        print(phrases()["unknown_code"].format(code=options.code) + hint, file=sys.stderr)
        return 2
    print("\n".join(explanation(code)))
    return 0
