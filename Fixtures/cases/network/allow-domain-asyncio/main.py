"""asyncio reaches an allowed domain."""
import asyncio


async def main():
    reader, writer = await asyncio.open_connection("example.com", 80)
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    print((await reader.read())[-6:])
    writer.close()


asyncio.run(main())
