"""Commands of the draw: chances of a pool, the transcript of a panel, checking a transcript, RFC 3797."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from panel.db import database
from panel.draw import queries, rfc3797, verify_draw
from panel.draw.lottery import weigh
from panel.draw.network import Seating, Shortage
from panel.kernel.canonical import canonical_bytes


@click.group("draw")
def draw() -> None:
    """机会、抽取记录和核对 chances, transcripts and checking of draws."""


def _read(path: Path) -> Any:
    """Give the value in a file, or from standard input for `-`; what cannot be read ends with 2 and one line."""
    try:
        return json.loads(sys.stdin.read() if str(path) == "-" else path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        click.echo(f"{path}: {error}", err=True)
        sys.exit(2)


@draw.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def probabilities(file: Path) -> None:
    """每名专家的机会 the chance a/M of each member of the pool in FILE, as JSON.

    A pool that no panel can be drawn from ends with 1 and one line that names the limits that clash.
    """
    pool, policy = _pool_of(_read(file), file)
    if shortage := Seating(pool, policy).shortage():
        click.echo(_in_one_line(shortage), err=True)
        sys.exit(1)
    weights = weigh(pool, policy)
    members = [{"label": one["label"], "a": int(weights["shares"][one["label"]])} for one in pool]
    found = {"M": int(weights["unit"]), "members": members, "unselectable": weights["unselectable"]}
    click.echo(json.dumps(found | {"method": "leximin"}, ensure_ascii=False))


def _pool_of(asked: Any, file: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Read a pool: labels, disciplines, employers, regions; what is wrong with it ends with 2 and one line."""
    try:
        pool = [
            {
                "label": str(one["label"]),
                "disciplines": sorted(map(str, one["disciplines"])),
                "employer": str(one["employer"]),
                "region": str(one.get("region", "")),
            }
            for one in asked["members"]
        ]
        size = int(asked["size"])
        free = {name: [0, size] for one in pool for name in one["disciplines"]}
        policy = {
            "size": size, "reserves": 0, "employer_max": int(asked["employer_max"]),
            "disciplines": dict(sorted((free | _ranges(asked.get("disciplines", {}))).items())),
            "regions": _ranges(asked.get("regions", {})),
        }  # fmt: skip
        if fault := _fault(pool, size):
            raise ValueError(fault)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        click.echo(f"{file}: {type(error).__name__} {error}", err=True)
        sys.exit(2)
    return pool, policy


def _ranges(asked: dict[str, Any]) -> dict[str, list[int]]:
    ranges = {str(name): [int(least), int(most)] for name, (least, most) in asked.items()}
    if wrong := [name for name, (least, most) in ranges.items() if not 0 <= least <= most]:
        raise ValueError(f"range of {wrong[0]}")
    return ranges


def _fault(pool: list[dict[str, Any]], size: int) -> str:
    homes: dict[str, str] = {}
    labels = [one["label"] for one in pool]
    if size < 1:
        return "size"
    if len(set(labels)) < len(labels):
        return "a label twice"
    if any(not one["disciplines"] for one in pool):
        return "a member without discipline"
    moved = [one for one in pool if homes.setdefault(one["employer"], one["region"]) != one["region"]]
    return f"employer {moved[0]['employer']} in two regions" if moved else ""


def _in_one_line(shortage: Shortage) -> str:
    limits = "; ".join(" ".join(filter(None, (kind, name, str(bound)))) for kind, name, bound in shortage.limits)
    return f"INFEASIBLE_LIMITS {limits} (needed {shortage.needed}, at most {shortage.most})"


@draw.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def verify(file: Path) -> None:
    """核对抽取记录 re-run the draws of the transcript in FILE and name the first thing that does not hold."""
    sys.exit(verify_draw.main(["verify_draw.py", str(file)]))


@draw.command("rfc3797")
@click.argument("pool_size", type=int)
@click.argument("key")
@click.argument("wanted", type=int)
@click.option("--passed-over", default="", help="跳过的序号，用逗号分开 places that are not admissible")
def select_by_rfc(pool_size: int, key: str, wanted: int, passed_over: str) -> None:
    """按 RFC 3797 重新选取 select by RFC 3797, to check a draw that others made with it."""
    try:
        over = frozenset(int(word) for word in passed_over.split(",") if word)
        chosen = rfc3797.select(pool_size, key, wanted, over)
    except ValueError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(" ".join(map(str, chosen)))


@draw.command()
@click.argument("panel", type=int)
@with_appcontext
def transcript(panel: int) -> None:
    """抽取记录 the transcript of the draws of a PANEL, by its number: one canonical JSON file."""
    with database().reading() as session:
        found = queries.transcript_of(session, panel)
    if not found["draws"]:
        click.echo(f"专家组 {panel} 没有抽取记录 no draw by lot", err=True)
        sys.exit(1)
    click.echo(canonical_bytes(found))


commands = [draw]
