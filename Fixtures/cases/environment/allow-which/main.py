"""shutil.which and os.get_exec_path go along PATH."""
import os
import shutil

print(os.path.basename(shutil.which("sh")), len(os.get_exec_path()) > 1)
