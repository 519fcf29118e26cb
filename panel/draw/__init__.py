"""The draw: a frozen pool, two parties' links, chances as exact fractions, a record that anyone can run again."""
