"""The course of panels and matters as a whole: the desk, the acts that time brings, the replay."""
