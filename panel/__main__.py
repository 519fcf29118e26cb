"""The command `expert-panel`, also `python -m panel`."""

import os
import sys
from importlib import import_module

import click

from panel.kernel.errors import PanelError

# Each command and the room whose `cli` shelf holds it; a room is imported when one of its commands is called.
COMMANDS = {
    "init": "proceedings",
    "serve": "proceedings",
    "demo": "proceedings",
    "check": "proceedings",
    "rulebook": "guidance",
    "count": "voting",
    "gate": "voting",
    "roster": "roster",
    "draw": "draw",
}
# Rooms whose commands need neither an application nor a database: they start at once.
PURE = frozenset({"guidance", "voting"})


def _create_app() -> object:
    """Build the application; a setting that does not fit is named in one line."""
    from panel.bootstrap import create_app  # noqa: PLC0415  # only when a command asks for the application
    from panel.settings import load_settings  # noqa: PLC0415

    try:
        settings = load_settings()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    return create_app(settings)


class Group(click.Group):
    """The group of commands, each loaded when it is called; a refusal becomes one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click gives it
        """Name every command."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command from its room, or give None for one that does not exist."""
        room = COMMANDS.get(cmd_name)
        if room is None:
            return None
        if room not in PURE:
            from flask.cli import ScriptInfo  # noqa: PLC0415  # half a second that `count` and `gate` do not need

            ctx.obj = ScriptInfo(create_app=_create_app)  # type: ignore[arg-type]  # it is given to Flask alone
        commands: list[click.Command] = import_module(f"panel.{room}.cli").commands
        return next(command for command in commands if command.name == cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command and put refusals into words."""
        try:
            return super().invoke(ctx)
        except PanelError as error:
            from panel.guidance.refusals import sentence  # noqa: PLC0415  # only when something is refused

            click.echo(f"{error.code} {sentence(error.code, 'zh', **error.facts).text}", err=True)
            ctx.exit(1)


def main() -> None:
    """Run the command line; what it writes is for this user alone."""
    os.umask(0o077)
    sys.exit(Group(name="expert-panel", help="专家研判系统").main(standalone_mode=True))


if __name__ == "__main__":
    main()
