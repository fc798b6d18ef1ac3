"""asyncio imports dozens of modules, some of them when it is first used."""
import asyncio


async def work():
    child = await asyncio.create_subprocess_exec("echo", "child", stdout=asyncio.subprocess.PIPE)
    return (await child.communicate())[0]


print(asyncio.run(work()))
