"""shutil reads COLUMNS and LINES."""
import shutil

print(shutil.get_terminal_size())
