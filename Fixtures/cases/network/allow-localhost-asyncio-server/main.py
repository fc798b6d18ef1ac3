"""asyncio serves on localhost, by name."""
import asyncio
import os


async def main():
    done = asyncio.Event()

    async def answer(reader, writer):
        await reader.readline()
        writer.write(b"served")
        await writer.drain()
        writer.close()
        done.set()

    server = await asyncio.start_server(answer, "localhost", 18080)
    with open(os.environ["WORLD_ASK"], "w") as ask:
        ask.write("tcp 127.0.0.1 18080\n")
    await asyncio.wait_for(done.wait(), 10)
    server.close()
    print("served")


asyncio.run(main())
