"""The draw: a frozen pool, a seed at the moment of drawing, and a record that anyone can run again."""
