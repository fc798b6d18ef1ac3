"""asyncio looks names up in a thread of an executor."""
import asyncio


async def main():
    print(await asyncio.get_running_loop().getaddrinfo("evil.test", 80))


asyncio.run(main())
