"""The browser is what a variable says; webbrowser makes nothing of errors."""
import webbrowser

webbrowser.get().open("data")
