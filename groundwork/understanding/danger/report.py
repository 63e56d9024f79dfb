"""The trade-off curve of danger detection, as a picture and a table."""
from __future__ import annotations

from pathlib import Path
from typing import Sequence

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

from groundwork.understanding.danger.calibration import Point, curve, held_out  # noqa: E402
from groundwork.understanding.danger.classes import HARD  # noqa: E402
from groundwork.understanding.danger.detector_component import DangerDetection  # noqa: E402
from groundwork.understanding.danger.examples import PATTERNS_FILE  # noqa: E402
from groundwork.understanding.danger.patterns import DangerPatterns  # noqa: E402
from groundwork.understanding.danger.training import all_examples  # noqa: E402
from groundwork.understanding.encoder import shared_encoder  # noqa: E402

#: Groups shown in picture and table.
GROUPS = ("self_harm/explicit", "self_harm/implicit", "partner_violence/explicit", "partner_violence/coercion_or_fear", "sexual_assault/mixed")
_TABLE_STEP = 0.04


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
    axes.set(xlabel="false alarm on their harmless text, %", ylabel="recall on writers not learned from, %", xlim=(0, 30), ylim=(0, 100))
    axes.legend(loc="lower right")
    figure.savefig(directory / "curve.png", dpi=120, bbox_inches="tight")
    pyplot.close(figure)


def _table(points: Sequence[Point], hard: Sequence[Point]) -> str:
    head = "| threshold | false alarm | of it by hard patterns or score | on ordinary text | "
    lines = [head + " | ".join(GROUPS) + " |", "| --- " * (len(GROUPS) + 4) + "|"]
    for index, (point, other) in enumerate(zip(points, hard)):
        if index % round(100 * _TABLE_STEP) == 0:
            recall = " | ".join(f"{point.recall[group]:.2f}" for group in GROUPS)
            lines.append(f"| {point.threshold:.2f} | {point.false_alarm:.3f} | {other.false_alarm:.3f} | {point.ordinary_alarm:.3f} | {recall} |")
    return "\n".join(lines) + "\n"

