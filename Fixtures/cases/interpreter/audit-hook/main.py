"""sys.addaudithook sees what other code does."""
import sys

sys.addaudithook(lambda event, arguments: print("data") if event == "own.event" else None)
sys.audit("own.event")
