"""`python -m benchmarks.imports [ROWS …]`: new experts from a workbook, from the upload to the written roster.

The bar is 10 000 experts in at most 30 seconds, preview and writing together.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from panel.bootstrap import create_app
from panel.db import session as reading
from panel.db import transaction
from panel.kernel.clock import StoryClock
from panel.kernel.tokens import new_key
from panel.proceedings.demo.basis import read_basis
from panel.roster import import_jobs, import_service
from panel.settings import Settings
from tests.support.databases import START, make_basis
from tests.support.workbooks import many


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Run an act and give its seconds and its result."""
    began = time.perf_counter()
    result = act()
    return time.perf_counter() - began, result


def measure(rows: int, home: Path) -> list[float]:
    """Give the seconds of the preview, of writing and of an export, with so many new experts."""
    clock = StoryClock(START)
    url = f"sqlite:///{home / 'panel.sqlite3'}"
    make_basis(url, home)
    app = create_app(Settings(home=home, database=url, password_profile="cheap", clock=clock))
    content = many(rows)
    with app.app_context():
        facts = {"actor": read_basis(reading()).actor("u08"), "clock": clock}
        with transaction() as session:
            number = import_service.upload(session, "名册.xlsx", content, form_key=new_key(), **facts)
        preview, _none = timed(lambda: import_jobs.run(number))
        with transaction() as session:
            import_service.confirm_import(session, number, **facts)
        writing, _none = timed(lambda: import_jobs.run(number))
        with transaction() as session:
            export, _content = timed(lambda: import_service.export_roster(session, **facts))
    return [preview, writing, export]


def lines(sizes: Sequence[int] = (1_000, 10_000)) -> Iterator[str]:
    """Give the result line by line."""
    yield "导入专家名册：目标：10 000 人核对和写入合计 30 秒以内"
    for rows in sizes:
        with tempfile.TemporaryDirectory() as home:
            preview, writing, export = measure(rows, Path(home))
        peak = (
            max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
        )
        yield (
            f"  {rows:>6} 名专家：读取并核对 {preview:.1f} 秒，写入 {writing:.1f} 秒，"
            f"合计 {preview + writing:.1f} 秒；导出 {export:.1f} 秒；内存峰值 {peak} MiB"
        )


if __name__ == "__main__":
    print("\n".join(lines([int(word) for word in sys.argv[1:]] or (1_000, 10_000))))
