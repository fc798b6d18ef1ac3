"""Leaves the machine's network behind: fresh network, mount and host-name namespaces.

Every address is local afterwards: a route of type `local` for 0.0.0.0/0 and ::/0 delivers whatever a
program sends to this machine itself, so one server on a port stands for every host there is.
See namespaces(7), rtnetlink(7) and Documentation/networking/ip-sysctl in the kernel's source.
"""
import contextlib
import ctypes
import os
import socket
import struct

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x04000000, 0x10000000, 0x40000000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000

RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE = 16, 20, 24
NLM_REQUEST_ACK, NLM_CREATE_REPLACE = 0x5, 0x500
IFA_ADDRESS, IFA_LOCAL, RTA_OIF = 1, 2, 4
RT_TABLE_LOCAL, RTPROT_BOOT, RT_SCOPE_HOST, RTN_LOCAL = 255, 3, 254, 2
LOOPBACK = 1  # lo is always the first interface of a network namespace

#: glibc asks for AAAA records only where an interface has an address that is not loopback.
ADDRESSES = ("93.184.216.34", "10.1.2.3", "2606:2800:220:1::1", "fd00:ec2::254")

HOST_NAME = "worldhost"
FILES = {
    "/etc/resolv.conf": "nameserver 127.0.0.53\noptions timeout:2 attempts:1\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost ip6-localhost\n10.1.2.3 hostsfile.example.com\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n",
}
SETTINGS = {
    "/proc/sys/net/ipv4/tcp_fastopen": "1543",  # client and server, without a cookie
    "/proc/sys/net/ipv4/ip_unprivileged_port_start": "0",
    "/proc/sys/net/ipv4/ping_group_range": "0 0",
}

libc = ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    """Calls a function of libc; raises OSError with the function's name where it fails."""
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def leave(scratch):
    """Enters the new namespaces. The process must have one thread. Raises OSError where that is forbidden."""
    namespaces = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS
    user, group = os.geteuid(), os.getegid()
    try:
        call("unshare", namespaces)
    except PermissionError:
        call("unshare", namespaces | CLONE_NEWUSER)
        write("/proc/self/setgroups", "deny")
        write("/proc/self/uid_map", f"0 {user} 1")
        write("/proc/self/gid_map", f"0 {group} 1")
    call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    call("sethostname", HOST_NAME.encode(), len(HOST_NAME))
    for path, text in FILES.items():
        source = os.path.join(scratch, os.path.basename(path))
        write(source, text)
        call("mount", source.encode(), os.path.realpath(path).encode(), None, MS_BIND, None)
    for path, value in SETTINGS.items():
        with contextlib.suppress(OSError):  # an older kernel or a read-only /proc: the case that needs it will say so
            write(path, value)
    serve_every_address()


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def serve_every_address():
    """Brings lo up, gives it ADDRESSES and makes every other address local too."""
    request(RTM_NEWLINK, struct.pack("=BxHiII", socket.AF_UNSPEC, 0, LOOPBACK, 1, 1), 0)
    for text in ADDRESSES:
        family = socket.AF_INET6 if ":" in text else socket.AF_INET
        packed = socket.inet_pton(family, text)
        header = struct.pack("=BBBBI", family, 8 * len(packed), 0, RT_SCOPE_HOST, LOOPBACK)
        request(RTM_NEWADDR, header + attribute(IFA_LOCAL, packed) + attribute(IFA_ADDRESS, packed))
    for family in (socket.AF_INET, socket.AF_INET6):
        header = struct.pack(
            "=BBBBBBBBI", family, 0, 0, 0, RT_TABLE_LOCAL, RTPROT_BOOT, RT_SCOPE_HOST, RTN_LOCAL, 0)
        request(RTM_NEWROUTE, header + attribute(RTA_OIF, struct.pack("=I", LOOPBACK)))


def attribute(kind, value):
    padded = value + b"\0" * (-len(value) % 4)
    return struct.pack("=HH", 4 + len(value), kind) + padded


def request(kind, body, create=NLM_CREATE_REPLACE):
    """Sends one rtnetlink request and waits for the kernel's answer."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as netlink:
        netlink.send(struct.pack("=IHHII", 16 + len(body), kind, NLM_REQUEST_ACK | create, 1, 0) + body)
        answer = netlink.recv(4096)
        number = -struct.unpack_from("=i", answer, 16)[0]
        if number:
            raise OSError(number, f"rtnetlink {kind}: {os.strerror(number)}")
