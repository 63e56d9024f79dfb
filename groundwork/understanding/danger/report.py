"""`python -m groundwork.understanding.danger.report DIR [FILE.jsonl]`: the trade-off curve, and the figures on labelled text."""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

from groundwork.understanding.danger.calibration import Point, curve, held_out  # noqa: E402
from groundwork.understanding.danger.classes import HARD  # noqa: E402
from groundwork.understanding.danger.detector_component import DangerDetection, thresholds_of  # noqa: E402
from groundwork.understanding.danger.examples import DEFAULT_FOLDER, PATTERNS_FILE  # noqa: E402
from groundwork.understanding.danger.patterns import DangerPatterns  # noqa: E402
from groundwork.understanding.danger.reading import DangerDetector  # noqa: E402
from groundwork.understanding.danger.training import all_examples, fit_classifier  # noqa: E402
from groundwork.understanding.encoder import shared_encoder  # noqa: E402
from groundwork.understanding.evaluate_danger import Heard, danger_measures, recall_loss  # noqa: E402
from groundwork.understanding.perturbation import PERTURBATIONS  # noqa: E402

#: Groups shown in picture and table.
GROUPS = ("self_harm/explicit", "self_harm/implicit", "partner_violence/explicit", "partner_violence/coercion_or_fear", "sexual_assault/mixed")
_TABLE_STEP = 0.04


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Writes curve.png and curve.md, and danger.json and robustness.json where a file is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("rows", type=Path, nargs="?")
    chosen = parser.parse_args(arguments)
    chosen.directory.mkdir(parents=True, exist_ok=True)
    write_curve(chosen.directory, DEFAULT_FOLDER)
    if chosen.rows:
        rows = [json.loads(line) for line in chosen.rows.read_text(encoding="utf-8").splitlines() if line.strip()]
        write_measures(chosen.directory, own_detector(DEFAULT_FOLDER), rows)


def own_detector(folder: Path) -> DangerDetector:
    """The detector with the component's own thresholds, trained on a folder."""
    encoder = shared_encoder()
    thresholds = thresholds_of(DangerDetection.get_default_config())
    return DangerDetector(DangerPatterns.load(folder / PATTERNS_FILE), fit_classifier(folder, encoder), encoder, thresholds)


def write_curve(directory: Path, folder: Path) -> None:
    """The trade-off on own held-out text, as a picture and a table."""
    results = held_out(all_examples(folder), shared_encoder(), DangerPatterns.load(folder / PATTERNS_FILE))
    points, hard = curve(results), curve(results, HARD)
    (directory / "curve.md").write_text(_table(points, hard), encoding="utf-8")
    figure, axes = pyplot.subplots(figsize=(8, 5))
    for group in GROUPS:
        axes.plot([100 * point.false_alarm for point in points], [100 * point.recall[group] for point in points], label=group)
    config = DangerDetection.get_default_config()
    for name in ("check", "hard"):
        at = min(points, key=lambda point: abs(point.threshold - config[name]))
        axes.axvline(100 * at.false_alarm, linestyle=":", color="grey")
        axes.annotate(f"{name} {config[name]}", (100 * at.false_alarm, 2))
    axes.set(xlabel="false alarm on own harmless text, %", ylabel="recall on own held-out text, %", xlim=(0, 30), ylim=(0, 100))
    axes.legend(loc="lower right")
    figure.savefig(directory / "curve.png", dpi=120, bbox_inches="tight")
    pyplot.close(figure)


def write_measures(directory: Path, detector: DangerDetector, rows: Sequence[Dict[str, Any]]) -> None:
    """The figures on labelled rows, plain and typed in other ways. Holds shares and counts, never words."""
    plain = danger_measures(rows, _read(detector, [row["text"] for row in rows]))
    changed: Dict[str, Any] = {}
    for name, change in PERTURBATIONS.items():
        found = danger_measures(rows, _read(detector, [change(row["text"]) for row in rows]))
        changed[name] = {"loss": recall_loss(plain, found), "false_alarm": found["false_alarm"]}
    (directory / "danger.json").write_text(json.dumps(plain, indent=1), encoding="utf-8")
    (directory / "robustness.json").write_text(json.dumps(changed, indent=1), encoding="utf-8")


def _read(detector: DangerDetector, texts: Sequence[str]) -> List[Heard]:
    return [Heard(found.danger, found.tier, found.minor) for found in map(detector.read, texts)]


def _table(points: Sequence[Point], hard: Sequence[Point]) -> str:
    head = "| threshold | false alarm | of it by hard patterns or score | on ordinary text | "
    lines = [head + " | ".join(GROUPS) + " |", "| --- " * (len(GROUPS) + 4) + "|"]
    for index, (point, other) in enumerate(zip(points, hard)):
        if index % round(100 * _TABLE_STEP) == 0:
            recall = " | ".join(f"{point.recall[group]:.2f}" for group in GROUPS)
            lines.append(f"| {point.threshold:.2f} | {point.false_alarm:.3f} | {other.false_alarm:.3f} | {point.ordinary_alarm:.3f} | {recall} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
