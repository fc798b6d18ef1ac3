"""asyncio's reverse look-up."""
import asyncio


async def main():
    print(await asyncio.get_running_loop().getnameinfo(("93.184.216.35", 80)))


asyncio.run(main())
