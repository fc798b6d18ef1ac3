"""readline writes its history."""
import readline

readline.add_history("data")
readline.write_history_file("new")
