"""asyncio's client for unix sockets."""
import asyncio
import os


async def main():
    reader, writer = await asyncio.open_unix_connection(os.path.join(os.environ["WORLD_SERVICES"], "docker.sock"))
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    print(await reader.read(12))


asyncio.run(main())
