"""Everything a program can reach, and the list of what did reach it.

A served port answers at every address there is. What goes to a port that nobody serves is seen by a
packet socket on lo, so "nothing arrived" does not depend on which servers there happen to be.
"""
import ipaddress
import os
import selectors
import socket
import struct
import threading
import time

from .dns import NameServer

TCP_PORTS = (21, 25, 53, 80, 443, 2375, 8080, 9000)
UDP_PORTS = (53, 9000)
NAME_SERVER = "127.0.0.53"
ABSTRACT = "\0world-service"

TCP_FASTOPEN, IP_PKTINFO, ETH_P_ALL, PACKET_OUTGOING = 23, 8, 3, 4
GREETINGS = {21: b"220 world\r\n", 25: b"220 world\r\n"}
HTTP_METHODS = (b"GET ", b"POST ", b"HEAD ", b"PUT ", b"CONNECT ")
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nworld\n"
REDIRECT = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class World:
    """The servers, on one thread. `start` a record, run a program, then ask what `arrived`."""

    def __init__(self, directory):
        self.directory = directory
        self.selector = selectors.DefaultSelector()
        self.names = NameServer()
        self.records = []
        self.open = {}
        self.ours = {}
        self.dials = []
        self.ask_path = None
        self.asked = 0
        self.idle = threading.Event()
        self.lock = threading.Lock()
        self.listen_everywhere()
        threading.Thread(target=self.serve, daemon=True).start()

    # What a run sees

    def start(self, ask_path):
        """Forgets what arrived before. `ask_path` is the file in which a program asks to be called from outside."""
        with self.lock:
            self.records.clear()
            self.names.forget()
            self.ours.clear()
            self.ask_path, self.asked = ask_path, 0

    def arrived(self):
        """What reached the world since `start`, each thing once, as soon as nothing is under way any more."""
        deadline = time.monotonic() + 1
        while self.dials:
            self.dials.pop().join(5)
        while True:
            self.idle.clear()
            self.idle.wait(2)
            with self.lock:
                if not self.open or time.monotonic() > deadline:
                    for connection in list(self.open):
                        self.close(connection)
                    self.ask_path = None
                    return list(dict.fromkeys(
                        " ".join(filter(None, (title, escape(data)))) for title, data, counts in self.records if counts))

    def connected(self, address, port):
        """A socket that the world opened itself, for a program to inherit; recorded only once bytes arrive."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.bind(("::" if ":" in address else "0.0.0.0", 0))
        with self.lock:
            self.ours[connection.getsockname()[1]] = "inherited "
        connection.connect((address, port))
        return connection

    # The servers

    def listen_everywhere(self):
        for family, anywhere in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
            for port in TCP_PORTS:
                server = self.bound(family, socket.SOCK_STREAM, (anywhere, port))
                server.setsockopt(socket.IPPROTO_TCP, TCP_FASTOPEN, 16)
                self.accept_on(server, f"tcp {{}}:{port}", port)
            for port in UDP_PORTS:
                server = self.bound(family, socket.SOCK_DGRAM, (anywhere, port))
                level, option = (socket.IPPROTO_IP, IP_PKTINFO) if family == socket.AF_INET else (
                    socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO)
                server.setsockopt(level, option, 1)
                self.watch(server, lambda server=server, port=port: self.datagram(server, port))
        path = os.path.join(self.directory, "docker.sock")
        self.accept_on(self.bound(socket.AF_UNIX, socket.SOCK_STREAM, path), "unix docker.sock", 80)
        self.accept_on(self.bound(socket.AF_UNIX, socket.SOCK_STREAM, ABSTRACT), "unix @world-service", 80)
        log = self.bound(socket.AF_UNIX, socket.SOCK_DGRAM, os.path.join(self.directory, "log.sock"))
        self.watch(log, lambda: self.record("unix log.sock", log.recv(65536)))
        packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        packets.bind(("lo", ETH_P_ALL))
        packets.setblocking(False)
        self.watch(packets, lambda: self.packet(packets))

    def bound(self, family, kind, address):
        server = socket.socket(family, kind)
        server.setblocking(False)
        if family == socket.AF_INET6:
            server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if family != socket.AF_UNIX:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(address)
        if family == socket.AF_UNIX and not address.startswith("\0"):
            os.chmod(address, 0o777)  # for whoever the program runs as
        if kind == socket.SOCK_STREAM:
            server.listen(64)
        return server

    def watch(self, file, handler):
        self.selector.register(file, selectors.EVENT_READ, handler)

    def accept_on(self, server, title, port):
        self.watch(server, lambda: self.accept(server, title, port))

    def serve(self):
        while True:
            ready = self.selector.select(0.005)
            with self.lock:
                for key, _ in ready:
                    try:
                        key.data()
                    except OSError:
                        pass
                self.call_back()
            if not ready:
                self.idle.set()

    def record(self, title, data=b"", counts=True):
        entry = [title, data, counts]
        self.records.append(entry)
        return entry

    # What arrives

    def accept(self, server, title, port):
        connection, peer = server.accept()
        connection.setblocking(False)
        note = ""
        if server.family != socket.AF_UNIX:
            title = title.format(written(connection.getsockname()[0]))
            note = self.ours.get(peer[1], "")
        entry = self.record(note + title, counts=not note)
        self.open[connection] = entry
        self.watch(connection, lambda: self.receive(connection, entry, port))
        if port in GREETINGS:
            connection.send(GREETINGS[port])

    def receive(self, connection, entry, port):
        try:
            data = connection.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            return self.close(connection)
        entry[1] += data
        entry[2] = True
        if port in GREETINGS:
            connection.send({21: b"230 ok\r\n", 25: b"250 ok\r\n"}[port])
        elif entry[1].startswith(HTTP_METHODS) and b"\r\n\r\n" in entry[1]:
            target = entry[1].split(b" ", 2)[1]
            connection.send(REDIRECT % target[11:] if target.startswith(b"/redirect?/") else PAGE)
            self.close(connection)
        elif data.endswith(b"echo\n"):
            connection.send(data)

    def close(self, connection):
        if self.open.pop(connection, None) is not None:
            self.selector.unregister(connection)
            connection.close()

    def datagram(self, server, port):
        data, control, _, peer = server.recvmsg(65536, 256)
        destination = pktinfo(control)
        if port == 53 and destination == NAME_SERVER:
            try:
                name, answer = self.names.answer(data)
            except (IndexError, struct.error):
                self.record(f"udp {written(destination)}:{port}", data)
                return
            self.record(f"dns {name.lower()}")
            reply = answer
        else:
            self.record(f"udp {written(destination)}:{port}", data)
            reply = data
        # The answer has to come from the address that was asked.
        if server.family == socket.AF_INET:
            info = struct.pack("=I4s4s", 0, socket.inet_aton(destination), b"\0" * 4)
            server.sendmsg([reply], [(socket.IPPROTO_IP, IP_PKTINFO, info)], 0, peer)
        else:
            info = socket.inet_pton(socket.AF_INET6, destination) + struct.pack("=I", 0)
            server.sendmsg([reply], [(socket.IPPROTO_IPV6, socket.IPV6_PKTINFO, info)], 0, peer)

    def packet(self, packets):
        """Records what goes to a port or protocol that no server of the world serves."""
        data, (_, protocol, kind, *_) = packets.recvfrom(65536)
        if kind == PACKET_OUTGOING or protocol not in (0x0800, 0x86DD):
            return
        if protocol == 0x0800:
            body, next_header = data[4 * (data[0] & 15):], data[9]
            destination = socket.inet_ntop(socket.AF_INET, data[16:20])
        else:
            body, next_header = data[40:], data[6]
            destination = socket.inet_ntop(socket.AF_INET6, data[24:40])
        if next_header in (socket.IPPROTO_TCP, socket.IPPROTO_UDP) and len(body) >= 8:
            source_port, port = struct.unpack_from(">HH", body)
            if source_port in self.ours:
                return
            if next_header == socket.IPPROTO_UDP:
                # hermetic's own resolver answers on this machine; what it asks others arrives there.
                asks = destination in ("127.0.0.1", "::1") and len(body) > 20 and body[12:14] == b"\0\1"
                if port not in UDP_PORTS and source_port not in UDP_PORTS and not asks:
                    self.record(f"udp {written(destination)}:{port}", body[8:])
            elif body[13] & 0x12 == 0x02 and port not in TCP_PORTS:
                self.record(f"syn {written(destination)}:{port}")
        elif (next_header, body[:1]) in ((1, b"\x08"), (58, b"\x80")):
            self.record(f"icmp {written(destination)}", body[8:])
        elif next_header not in (1, 58, socket.IPPROTO_TCP, socket.IPPROTO_UDP):
            self.record(f"protocol-{next_header} {written(destination)}", body)

    # Calling a program from outside

    def call_back(self):
        """A program that listens writes lines such as `tcp 93.184.216.34 18080` into the file it was given."""
        if self.ask_path is None:
            return
        try:
            with open(self.ask_path, encoding="ascii") as file:
                lines = file.read().split("\n")[:-1]
        except OSError:
            return
        for line in lines[self.asked:]:
            self.asked += 1
            kind, address, port = line.split()
            dial = threading.Thread(target=self.dial, args=(kind, address, int(port)), daemon=True)
            dial.start()
            self.dials.append(dial)

    def dial(self, kind, address, port):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as caller:
            caller.settimeout(5)
            if kind == "tcp":  # leave no TIME_WAIT behind on the program's port
                caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("=ii", 1, 0))
            caller.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", 0))
            with self.lock:
                self.ours[caller.getsockname()[1]] = "world's own "
            try:
                caller.connect((address, port))
                entry = None
                if kind == "tcp":
                    with self.lock:
                        entry = self.record(f"listening {written(address)}:{port}")
                caller.sendall(b"GET / HTTP/1.0\r\n\r\n")
                answer = b""
                while True:
                    part = caller.recv(65536)
                    answer += part
                    if not part or kind == "udp":
                        break
                with self.lock:
                    if entry is None:
                        self.record(f"listening udp {written(address)}:{port}", answer)
                    else:
                        entry[1] = answer.split(b"\r\n")[-1]
            except OSError:
                pass


def pktinfo(control):
    for level, _, data in control:
        if level == socket.IPPROTO_IP:
            return socket.inet_ntop(socket.AF_INET, data[8:12])
        if level == socket.IPPROTO_IPV6:
            return socket.inet_ntop(socket.AF_INET6, data[:16])
    return "0.0.0.0"


def written(address):
    """An address as it is written before a port: `93.184.216.34`, `[2606::1]`."""
    address = ipaddress.ip_address(address.partition("%")[0])
    return f"[{address}]" if address.version == 6 else str(address)


def escape(data):
    """Bytes as one printable line."""
    return data[:400].decode("latin-1").encode("unicode_escape").decode("ascii")
