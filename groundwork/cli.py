"""The command `groundwork`."""
from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Callable, Dict, List, Optional

from groundwork.settings import PROJECT_ROOT, SettingsError, load_environment, load_settings

#: What can be evaluated -> the module whose `main(path, report_dir)` returns the figures.
EVALUATIONS: Dict[str, str] = {name: f"groundwork.evaluation.{name}" for name in ("danger", "topic", "feelings", "minor", "scope", "interruptions", "coach")}


def main(arguments: Optional[List[str]] = None) -> int:
    """Run one sub-command and return the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except SettingsError as error:
        print("\n".join(error.lines), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="groundwork", description="Prepares a person for one hard talk. Settings: see .env.example.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="train if the content changed, start, and stay until Ctrl-C")
    run.set_defaults(command=_run)

    chat = commands.add_parser("chat", help="talk to the running Groundwork in this terminal")
    chat.add_argument("--id", help="go on with the conversation of this id")
    chat.set_defaults(command=_chat)

    train = commands.add_parser("train", help="train the model if the content changed")
    train.add_argument("--force", action="store_true", help="train even if nothing changed")
    train.set_defaults(command=_train)

    bench = commands.add_parser("bench", help="measure Groundwork side by side with a fresh bot of `rasa init`")
    bench.add_argument("--report", type=Path, default=PROJECT_ROOT / "var" / "bench", help="folder for the figures")
    bench.add_argument("--only", choices=("groundwork", "rasa-init"), help="measure one of the two")
    bench.set_defaults(command=_bench)

    services = commands.add_parser("services", help="check the helplines: what is wrong, not confirmed, or old")
    services.set_defaults(command=_services)

    erase = commands.add_parser("erase", help="erase a conversation, or all, now and without a trace")
    which = erase.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", metavar="ID", help="a conversation's id, or a return code that was shown in it")
    which.add_argument("--all", action="store_true", help="all conversations")
    erase.set_defaults(command=_erase)

    export = commands.add_parser("export", help="everything that is kept of a conversation, readable")
    export.add_argument("id", metavar="ID", help="a conversation's id, or a return code that was shown in it")
    export.add_argument("--text", action="store_true", help="only what was said, as text; otherwise everything, as JSON")
    export.set_defaults(command=_export)

    keys = commands.add_parser("keys", help="the keys that encrypt what is kept")
    keys.add_argument("what", choices=["rotate"], help="rotate: use a new key and retire the older ones, so that older copies of the database become unreadable")
    keys.set_defaults(command=_keys)

    evaluate = commands.add_parser("evaluate", help="figures on a file of labelled text")
    evaluate.add_argument("what", choices=sorted(EVALUATIONS))
    evaluate.add_argument("file", type=Path, metavar="FILE.jsonl")
    evaluate.add_argument("--report", type=Path, help="folder for a detailed report")
    evaluate.set_defaults(command=_evaluate)
    return parser


def _run(_: argparse.Namespace) -> int:
    from groundwork.running.run import run

    return run()


def _chat(options: argparse.Namespace) -> int:
    from groundwork.running.chat import chat

    return chat(f"http://127.0.0.1:{load_settings().port}", options.id)


def _train(options: argparse.Namespace) -> int:
    from groundwork.running.run import process_environment
    from groundwork.running.training import TrainingFailed, up_to_date_model

    environment = load_environment()
    try:
        model = up_to_date_model(PROJECT_ROOT, process_environment(environment, load_settings(environment)), options.force)
    except TrainingFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(model.relative_to(PROJECT_ROOT))
    return 0


def _bench(options: argparse.Namespace) -> int:
    sys.path.insert(0, str(PROJECT_ROOT))
    from bench.compare import main as compare

    return compare(options.report, options.only)


def _services(_: argparse.Namespace) -> int:
    from groundwork.services.check import report

    lines, usable = report()
    print("\n".join(lines))
    return 0 if usable else 1


def _erase(options: argparse.Namespace) -> int:
    from groundwork.running import kept

    return _with_kept(lambda: kept.erase(load_settings(), None if options.all else options.id))


def _export(options: argparse.Namespace) -> int:
    from groundwork.running import kept

    return _with_kept(lambda: kept.show(load_settings(), options.id, options.text))


def _keys(_: argparse.Namespace) -> int:
    from groundwork.running import kept

    return _with_kept(lambda: kept.rotate(load_settings()))


def _with_kept(work: Callable[[], str]) -> int:
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")  # about the future of a library, to whoever develops with it
    from groundwork.running.kept import FAILURES, NothingKept

    try:
        print(work())
        return 0
    except (NothingKept, *FAILURES) as error:
        print(error, file=sys.stderr)
        return 1


def _evaluate(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        print(f"There is no file {options.file}.", file=sys.stderr)
        return 2
    module = importlib.import_module(EVALUATIONS[options.what])
    with contextlib.redirect_stdout(sys.stderr):  # training may report its progress; standard output is one JSON object
        figures = module.main(options.file, options.report)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
