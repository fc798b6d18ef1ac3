"""The world's name server: a table, and NXDOMAIN for the rest (RFC 1035, section 4)."""
import ipaddress
import socket
import struct

A, PTR, AAAA = 1, 12, 28

#: A list is answered whole. A tuple of lists is answered one list after the other, the last one for good.
NAMES = {
    "example.com": ["93.184.216.34"],
    "www.example.com": ["93.184.216.34"],
    "api.example.com": ["93.184.216.37"],
    "v6.example.com": ["2606:2800:220:1::1"],
    "dual.example.com": ["93.184.216.34", "2606:2800:220:1::1"],
    "example.org": ["93.184.216.36"],
    "notexample.com": ["93.184.216.35"],
    "intranet": ["93.184.216.34"],
    "xn--bcher-kva.example": ["93.184.216.34"],
    # An allowed name whose owner points it at something that is not public.
    "rebind.example.com": ["10.1.2.3"],
    "rebind6.example.com": ["fd12:3456::1"],
    "mapped.example.com": ["::ffff:10.1.2.3"],
    "meta.example.com": ["169.254.169.254"],
    "meta6.example.com": ["fd00:ec2::254"],
    "alibaba.example.com": ["100.100.100.200"],
    "link.example.com": ["169.254.7.7"],
    "cgnat.example.com": ["100.64.0.9"],
    "local.example.com": ["127.0.0.1"],
    "local6.example.com": ["::1"],
    "zero.example.com": ["0.0.0.0"],
    "mixed.example.com": ["93.184.216.34", "10.1.2.3"],
    "flip.example.com": (["93.184.216.34"], ["10.1.2.3"]),
    "metadata.google.internal": ["169.254.169.254"],
    # Somebody else's.
    "evil.test": ["93.184.216.35"],
    "v6.evil.test": ["2606:2800:220:1::35"],
    "example.com.evil.test": ["93.184.216.35"],
}


class NameServer:
    """Answers queries; `asked` counts them by name, so that an answer can change during one run."""

    def __init__(self):
        self.asked = {}

    def forget(self):
        self.asked = {}

    def answer(self, query):
        """The name that a query is about, as it was asked, and the packet that answers it."""
        number, = struct.unpack_from(">H", query)
        name, end = read_name(query, 12)
        kind, = struct.unpack_from(">H", query, end)
        question = query[12:end + 4]
        known, addresses = self.look_up(name.lower().rstrip("."), kind)
        records = b"".join(record(kind, address) for address in addresses)
        flags = 0x8580 if known else 0x8583
        header = struct.pack(">HHHHHH", number, flags, 1, len(addresses), 0, 0)
        return name, header + question + records

    def look_up(self, name, kind):
        if kind == PTR:
            owner = next((owner for owner, value in NAMES.items() if name in reverse(value)), None)
            return owner is not None, [owner] if owner else []
        value = NAMES.get(name)
        if value is None:
            return name.endswith((".exfil.evil.test",)), []
        if isinstance(value, tuple):
            turn = self.asked.setdefault((name, kind), 0)
            self.asked[name, kind] = turn + 1
            value = value[min(turn, len(value) - 1)]
        wanted = {A: 4, AAAA: 6}.get(kind)
        return True, [one for one in value if ipaddress.ip_address(one).version == wanted]


def reverse(value):
    lists = value if isinstance(value, tuple) else (value,)
    return {ipaddress.ip_address(one).reverse_pointer for each in lists for one in each}


def read_name(packet, offset):
    """The name at `offset`, escaped where a label holds a byte that is not printable, and where it ends."""
    labels = []
    while packet[offset]:
        size = packet[offset]
        label = packet[offset + 1:offset + 1 + size]
        labels.append("".join(chr(byte) if 32 < byte < 127 else f"\\x{byte:02x}" for byte in label))
        offset += 1 + size
    return ".".join(labels), offset + 1


def record(kind, value):
    if kind == PTR:
        data = b"".join(bytes([len(label)]) + label.encode() for label in value.split(".")) + b"\0"
    else:
        data = socket.inet_pton(socket.AF_INET if kind == A else socket.AF_INET6, value)
    return struct.pack(">HHHIH", 0xC00C, kind, 1, 0, len(data)) + data
