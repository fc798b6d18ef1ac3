"""Both files."""
import os

open("caf\u00e9".encode(), "w").write("one\n")
open("cafe\u0301".encode(), "w").write("two\n")
