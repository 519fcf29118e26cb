"""The file of a panel: what it must hold, who files and checks it, and the list of its items by digest."""
