"""The figures of the bots as JSON with their ratios, as a table, and as a picture."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, Tuple

from bench.talkers import CHOICE, TEXT

Figures = Dict[str, Any]
_EARLY, _LATE = "turns 1-20", "turns 380-400"


def write(folder: Path, machine: Mapping[str, Any], bots: Mapping[str, Figures]) -> str:
    """Write `figures.json`, `figures.md` and `figures.png` into `folder`; returns the table.

    Args:
        machine: what it was measured on.
        bots: name -> figures as `compare.measure` gives them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    everything = {"machine": machine, "bots": bots, "ratios": ratios(bots)}
    (folder / "figures.json").write_text(json.dumps(everything, indent=1), encoding="utf-8")
    text = table(bots)
    (folder / "figures.md").write_text(text, encoding="utf-8")
    draw(bots, folder / "figures.png")
    return text


def ratios(bots: Mapping[str, Figures]) -> Dict[str, Any]:
    """How the last bot stands to the first in each figure that both have, and for each bot its late turns (p50) to its early ones."""
    names = list(bots)
    flat = {name: dict(_numbers(figures)) for name, figures in bots.items()}
    to_each_other = {
        figure: round(flat[names[-1]][figure] / value, 3) for figure, value in flat[names[0]].items() if value and figure in flat[names[-1]]
    } if len(names) > 1 else {}
    growth = {name: {kind: _growth(figures["turns"], kind) for kind in (CHOICE, TEXT)} for name, figures in bots.items()}
    return {f"{names[-1]} to {names[0]}": to_each_other, f"p50 of {_LATE} to {_EARLY}": growth}


def _growth(turns: Mapping[str, Mapping[str, float]], kind: str) -> Any:
    early, late = turns.get(f"{kind}, {_EARLY}", {}).get("p50"), turns.get(f"{kind}, {_LATE}", {}).get("p50")
    return round(late / early, 2) if early and late else None


def _numbers(figures: Figures) -> Iterator[Tuple[str, float]]:
    """Every figure as (name, number): of times p50 and p95, of throughput turns a second."""
    for name, value in figures.items():
        if name == "turns":
            yield from ((f"{window}, {part} ms", float(of[part])) for window, of in value.items() for part in ("p50", "p95") if part in of)
        elif name == "turns a second":
            yield from ((f"{kind}, turns a second, {crowd}", float(of["a second"])) for crowd, kinds in value.items() for kind, of in kinds.items())
        elif isinstance(value, (int, float)):
            yield name, float(value)


def table(bots: Mapping[str, Figures]) -> str:
    """The figures side by side, as Markdown; the last column: the last bot's figure divided by the first's."""
    rows = {figure: {name: dict(_numbers(figures)).get(figure) for name, figures in bots.items()} for of in bots.values() for figure, _ in _numbers(of)}
    lines = ["| | " + " | ".join(bots) + " | ratio |", "| --- |" + " --- |" * (len(bots) + 1)]
    for figure, values in rows.items():
        first, last = list(values.values())[0], list(values.values())[-1]
        ratio = f"{last / first:.2f}" if len(values) > 1 and first and last is not None else "-"
        lines.append(f"| {figure} | " + " | ".join("-" if value is None else f"{value:g}" for value in values.values()) + f" | {ratio} |")
    return "\n".join(lines) + "\n"


def draw(bots: Mapping[str, Figures], file: Path) -> None:
    """Two charts: p50 of a turn by its number, and turns a second by how many talk at once."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (times, rates) = pyplot.subplots(1, 2, figsize=(12, 4.5), layout="constrained")
    for name, figures in bots.items():
        for kind, style in ((CHOICE, "-"), (TEXT, "--")):
            points = [(window.split(" ")[-1], of["p50"]) for window, of in figures["turns"].items() if window.startswith(kind) and "p50" in of]
            times.plot([at for at, _ in points], [value for _, value in points], style, marker="o", label=f"{name}, {kind}")
            crowds = [(crowd.split(" ")[0], kinds[kind]["a second"]) for crowd, kinds in figures["turns a second"].items()]
            rates.plot([at for at, _ in crowds], [value for _, value in crowds], style, marker="o", label=f"{name}, {kind}")
    _label(times, "a turn, p50", "number of the turn in its conversation", "milliseconds")
    _label(rates, "throughput", "talking at once", "turns a second")
    figure.savefig(file, dpi=110)
    pyplot.close(figure)


def _label(axes: Any, title: str, x: str, y: str) -> None:
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.set_ylim(bottom=0)
    axes.legend()
