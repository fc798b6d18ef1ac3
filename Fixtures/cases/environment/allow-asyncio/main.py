"""asyncio asks for PYTHONASYNCIODEBUG, and starts a child."""
import asyncio


async def work():
    child = await asyncio.create_subprocess_exec("echo", "child", stdout=asyncio.subprocess.PIPE)
    return (await child.communicate())[0]


print(asyncio.run(work()))
