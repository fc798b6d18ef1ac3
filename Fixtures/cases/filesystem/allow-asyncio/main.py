"""An event loop, a child and a thread."""
import asyncio


async def work():
    child = await asyncio.create_subprocess_exec("echo", "text", stdout=asyncio.subprocess.PIPE)
    print(await child.communicate(), await asyncio.to_thread(len, "abc"))


asyncio.run(work())
