"""asyncio's own unix server and its client."""
import asyncio


async def main():
    async def answer(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    server = await asyncio.start_unix_server(answer, "own.sock")
    reader, writer = await asyncio.open_unix_connection("own.sock")
    writer.write(b"data\n")
    print(await reader.read())
    writer.close()
    server.close()


asyncio.run(main())
