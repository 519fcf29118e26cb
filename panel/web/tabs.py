"""The sub-navigation of a panel: each room registers the page it adds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

Visible = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a panel: its place, words and endpoint, and for which panels it is shown."""

    order: int
    endpoint: str
    label: Any = ""
    visible: Visible | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab as the page shows it."""

    label: str
    url: str
    active: bool


_TABS: dict[str, Tab] = {}


def panel_tab(
    order: int, label: Any, endpoint: str, *, visible: Visible | None = None, also: tuple[str, ...] = ()
) -> None:
    """Register a tab; its view takes `panel_id`.

    `also` names endpoints that belong under the tab (the forms reached from it); `visible` is
    asked with the panel. A second registration of an endpoint replaces the first.
    """
    _TABS[endpoint] = Tab(order, endpoint, label, visible, also)


def list_tabs() -> list[Tab]:
    """Give the registered tabs in their order."""
    return sorted(_TABS.values(), key=lambda tab: (tab.order, tab.endpoint))


def panel_tabs(panel: Any) -> list[TabLink]:
    """Give the tabs of a panel for the page that is being shown."""
    shown = [tab for tab in list_tabs() if tab.visible is None or tab.visible(panel)]
    current = _current(shown, panel)
    return [TabLink(str(tab.label), url_for(tab.endpoint, panel_id=panel.id), tab is current) for tab in shown]


def _current(tabs: list[Tab], panel: Any) -> Tab | None:
    """Give the tab of the page: by its endpoint, else the one whose address the page's goes on from."""
    for tab in tabs:
        if request.endpoint == tab.endpoint or request.endpoint in tab.also:
            return tab
    below = [tab for tab in tabs if f"{request.path}/".startswith(f"{url_for(tab.endpoint, panel_id=panel.id)}/")]
    return max(below, key=lambda tab: len(url_for(tab.endpoint, panel_id=panel.id)), default=None)
