"""The one tree of refusals and failures.

An error carries a stable code and the facts of the case; its words live in
`panel/guidance/refusals/`, one sentence per language, so that a page, the command line
and a test speak of the same thing by the same name.
"""


class PanelError(Exception):
    """A refusal or failure with a stable code.

    `code` names it (`PANEL_EVEN`); `field` names the form field it concerns, if one does;
    `facts` fill the placeholders of its sentence.
    """

    status = 500

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        """Give the code and facts, for logs and test output."""
        return f"{self.code} {self.facts}" if self.facts else self.code


class RuleViolatedError(PanelError):
    """A rule of the guidance, or of its parameters, forbids the act now."""

    status = 409


class StaleError(PanelError):
    """Somebody acted first, or the page shown was out of date."""

    status = 409


class BadInputError(PanelError):
    """What was given does not have the right shape."""

    status = 422


class NotAllowedError(PanelError):
    """The actor's role or duty does not allow the act."""

    status = 403


class NotFoundError(PanelError):
    """There is no such thing, or this reader may not know of it."""

    status = 404
