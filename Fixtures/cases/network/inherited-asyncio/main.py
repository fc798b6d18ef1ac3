"""asyncio's transport over an inherited socket."""
import asyncio
import os
import socket


async def main():
    client = socket.socket(fileno=int(os.environ["WORLD_DESCRIPTORS"]))
    _, writer = await asyncio.open_connection(sock=client)
    writer.write(b"data")
    await writer.drain()
    writer.close()


asyncio.run(main())
