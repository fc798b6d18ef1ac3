"""The system's passwords, which libc reads."""
import spwd

if spwd.getspall():
    print(True)
