"""code.interact reads its lines from a function."""
import code

lines = iter(["print('data')"])
code.interact(banner="", readfunc=lambda prompt: next(lines, "raise SystemExit(0)"), exitmsg="")
