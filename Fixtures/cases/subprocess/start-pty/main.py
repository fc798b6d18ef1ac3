"""A program on a terminal."""
import pty

pty.spawn(["echo", "data"])
