"""A group of exceptions holds the refusal."""
import asyncio


async def attack():
    _, writer = await asyncio.open_connection("93.184.216.35", 9000)
    writer.write(b"data")
    await writer.drain()


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(attack())


asyncio.run(main())
