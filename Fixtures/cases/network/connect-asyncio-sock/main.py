"""asyncio connects a socket that the program made."""
import asyncio
import socket


async def main():
    client = socket.socket()
    client.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(client, ("93.184.216.35", 9000))
    await loop.sock_sendall(client, b"data")


asyncio.run(main())
