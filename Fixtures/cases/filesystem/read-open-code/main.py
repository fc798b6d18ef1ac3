"""What imports open with."""
import io
import os

print(io.open_code(os.path.abspath("secret")).read().decode(), end="")
