"""asyncio's streams, to an address."""
import asyncio


async def main():
    _, writer = await asyncio.open_connection("93.184.216.35", 9000)
    writer.write(b"data")
    await writer.drain()
    writer.close()


asyncio.run(main())
