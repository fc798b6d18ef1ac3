"""An allowed program by way of asyncio."""
import asyncio


async def work():
    children = [await asyncio.create_subprocess_exec("echo", str(each), stdout=asyncio.subprocess.PIPE) for each in range(3)]
    print([(await child.communicate())[0] for child in children])


asyncio.run(work())
