"""The port that the server listens on, taken so that nobody else can take it too."""

import contextlib
import errno
import socket

from showcase.config import SettingsError

BACKLOG = 2048
# On this machine a listener is connected to at once, whatever it does then.
ANSWER_SECONDS = 1


def take_port(host: str, port: int) -> socket.socket:
    """A socket that listens on HOST and PORT for this server alone; its descriptor can be handed to a child process.

    The kernel decides between two that ask at the same moment, and knows that 0.0.0.0 and `::` hold 127.0.0.1.
    SettingsError names what is wrong: the port is taken or reserved, the host is unknown or not on this machine.
    """
    family, address = _address(host, port)
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise SettingsError(_sentence(error, host, port)) from error
    try:
        # A restart need not wait for old connections. SO_REUSEPORT stays off: with it a second server could share the
        # port, and each would get a part of the votes.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(address[0] != "::"))
        listener.bind(address)
        # Only from here on is the port ours: two sockets that do not listen may be bound to the same one.
        listener.listen(BACKLOG)
        _refuse_neighbour(address)
    except OSError as error:
        listener.close()
        raise SettingsError(_sentence(error, host, port)) from error
    except SettingsError:
        listener.close()
        raise
    return listener


def _refuse_neighbour(address: tuple[str, int]) -> None:
    """Refuse a port on which somebody answers at this machine's other loopback address.

    To the kernel 127.0.0.1 and ::1 are two. `localhost` is either, so two servers there would share the votes.
    """
    other = {"127.0.0.1": "::1", "::1": "127.0.0.1"}.get(address[0])
    if other is None:
        return
    family = socket.AF_INET6 if ":" in other else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as caller:
        caller.settimeout(ANSWER_SECONDS)
        caller.connect((other, address[1]))
        raise SettingsError(_taken(other, address[1]))


def own_address(listener: socket.socket) -> tuple[str, int]:
    """Where a program on this machine reaches the server."""
    host, port = listener.getsockname()[:2]
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port  # noqa: S104 - compared with


def _address(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """The address that the host's name stands for; of several the first of IPv4, which every client can reach."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"HOST {host!r} is a name that this machine doesn't know; write an IP address.") from error
    family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    return family, address  # type: ignore[return-value]  # IPv6 has two more fields, which bind() takes too


def _sentence(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return _taken(host, port)
        case errno.EACCES | errno.EPERM:
            return f"PORT {port} is reserved for the administrator. Choose a PORT from 1024 on."
        case errno.EADDRNOTAVAIL | errno.EAFNOSUPPORT:
            return f"HOST {host!r} is not an address of this machine. Choose one of its own, or 127.0.0.1."
        case _:
            return f"HOST {host!r} and PORT {port} can't be listened on: {error.strerror}."


def _taken(host: str, port: int) -> str:
    return (
        f"PORT {port} on {host} is taken by another program, perhaps by a Showcase that already runs here. "
        "Stop that one, or choose another PORT."
    )
