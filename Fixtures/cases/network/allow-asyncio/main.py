"""asyncio talks to itself over a socket pair; it needs no network."""
import asyncio


async def main():
    await asyncio.sleep(0)
    print(await asyncio.get_running_loop().run_in_executor(None, sum, [1, 2]))


asyncio.run(main())
