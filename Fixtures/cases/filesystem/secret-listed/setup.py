import pathlib

folder = pathlib.Path.home() / ".ssh"
folder.mkdir()
(folder / "key").touch()
