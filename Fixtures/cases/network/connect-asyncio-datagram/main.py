"""asyncio's datagram endpoint, which connects a UDP socket."""
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("93.184.216.35", 9000))
    transport.sendto(b"data")
    await asyncio.sleep(0)
    transport.close()


asyncio.run(main())
