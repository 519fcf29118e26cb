"""`expert-panel rulebook`: every clause and what enforces it. Needs no database."""

import json
from pathlib import Path

import click

import panel
from panel.guidance import evidence as evidence_shelf
from panel.guidance.printing import markdown, text_table
from panel.guidance.rulebook import as_json, rulebook

ROOT = Path(panel.__file__).resolve().parent.parent


@click.command("rulebook", help="列出每一条规则、执行它的代码和验证它的测试。")
@click.option("--json", "json_wanted", is_flag=True, help="以 JSON 输出。")
@click.option("--refresh", is_flag=True, help="重新读取源代码和测试，更新对照数据和文档（仅限源代码目录）。")
def rulebook_command(json_wanted: bool, refresh: bool) -> None:
    """List every clause with what enforces it and the tests that show it."""
    if refresh:
        write_evidence(ROOT)
    rows = rulebook()
    click.echo(json.dumps(as_json(rows), ensure_ascii=False, indent=1) if json_wanted else text_table(rows))


def write_evidence(root: Path) -> None:
    """Gather the evidence of a source tree and write `evidence.json` and `docs/rulebook.md`.

    Outside a source tree this is a usage error: there are no tests to read.
    """
    if not (root / "tests").is_dir() or not (root / "pyproject.toml").is_file():
        raise click.UsageError("--refresh 只能在源代码目录中使用。")
    found = evidence_shelf.gather(root)
    (root / "panel/guidance/evidence.json").write_text(found.as_json(), encoding="utf-8")
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs/rulebook.md").write_text(markdown(rulebook(found)), encoding="utf-8")
    evidence_shelf.evidence.cache_clear()


commands = [rulebook_command]
