"""asyncio calls eval."""
import asyncio


async def work():
    asyncio.get_running_loop().call_soon(eval, "print('data')", {})
    await asyncio.sleep(0.1)


asyncio.run(work())
