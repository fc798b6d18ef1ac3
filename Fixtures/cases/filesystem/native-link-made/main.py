"""A link to the refused file is made and read by another child."""
import subprocess

subprocess.run(["sh", "-c", "ln -s folder/secret link; ln folder/secret hard; cat link hard"])
subprocess.run(["./attacker", "read", "open", "link"])
