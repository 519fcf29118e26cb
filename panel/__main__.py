"""The command `expert-panel`, also `python -m panel`."""

import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from panel.kernel.errors import PanelError


def _create_app() -> Flask:
    """Build the application only when a command asks for it: the pure commands start quickly."""
    from panel.bootstrap import create_app  # noqa: PLC0415  # `count` and `gate` need neither Flask nor a database

    return create_app()


class Group(FlaskGroup):
    """The group of commands; a refusal becomes one line on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command and put refusals into words."""
        try:
            return super().invoke(ctx)
        except PanelError as error:
            from panel.guidance.refusals import sentence  # noqa: PLC0415  # only when something is refused

            click.echo(f"{error.code} {sentence(error.code, 'zh', **error.facts).text}", err=True)
            ctx.exit(1)


def main() -> None:
    """Run the command line."""
    from panel.bootstrap import commands  # noqa: PLC0415  # the rooms are gathered when the door is opened

    group = Group(name="expert-panel", create_app=_create_app, add_default_commands=False, help="专家研判系统")
    for command in commands():
        group.add_command(command)
    sys.exit(group.main(standalone_mode=True))


if __name__ == "__main__":
    main()
