"""asyncio listens on a socket that the program made and never bound."""
import os
import socket

import asyncio


async def main():
    async def answer(reader, writer):
        await reader.readline()
        writer.write(b"served")
        await writer.drain()
        writer.close()
        done.set()

    done = asyncio.Event()
    listener = socket.socket()
    server = await asyncio.start_server(answer, sock=listener)
    with open(os.environ["WORLD_ASK"], "w") as ask:
        ask.write("tcp 93.184.216.34 %d\n" % listener.getsockname()[1])
    await asyncio.wait_for(done.wait(), 10)
    server.close()


asyncio.run(main())
