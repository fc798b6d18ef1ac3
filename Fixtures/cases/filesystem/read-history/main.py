"""readline reads a file as its history."""
import readline

readline.read_history_file("secret")
print(readline.get_history_item(1))
