"""The port belongs to one server: the kernel refuses the second, whatever it shares with the first."""

import errno
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from showcase.config import SettingsError
from showcase.operations.cli.listening import own_address, take_port
from tools.server import free_port

ANY = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "localhost"),
        ("127.0.0.1", ANY),
        (ANY, "127.0.0.1"),
        ("::", "127.0.0.1"),
        ("127.0.0.1", "::"),
        (ANY, "::"),
        ("::", "::1"),
    ],
)
def test_a_taken_port_is_refused(first: str, second: str) -> None:
    port = free_port()
    with take_port(first, port), pytest.raises(SettingsError, match=f"PORT {port} on {second} is taken"):
        take_port(second, port)
    # Free again at once, and every address has its own ports.
    with take_port(second, port):
        pass


@pytest.mark.parametrize(("first", "second"), [("127.0.0.1", "::1"), ("::1", "127.0.0.1"), ("::1", "localhost")])
def test_both_loopback_addresses_belong_to_one_server(first: str, second: str) -> None:
    port = free_port()
    with take_port(first, port), pytest.raises(SettingsError, match=f"PORT {port} on {first} is taken"):
        take_port(second, port)


def test_a_port_is_not_shared_with_who_would_share_it() -> None:
    port = free_port()
    with socket.socket() as generous:
        generous.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        generous.bind(("127.0.0.1", port))
        generous.listen()
        with pytest.raises(SettingsError, match="is taken"):
            take_port("127.0.0.1", port)
    with take_port("127.0.0.1", port), socket.socket() as generous:
        generous.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        with pytest.raises(OSError, match="in use") as refused:
            generous.bind(("127.0.0.1", port))
        assert refused.value.errno == errno.EADDRINUSE


def test_of_those_that_come_together_one_gets_the_port() -> None:
    port, start = free_port(), Barrier(8)

    def come(_: int) -> socket.socket | None:
        start.wait()
        try:
            return take_port("127.0.0.1", port)
        except SettingsError:
            return None

    with ThreadPoolExecutor(8) as pool:
        got = [taken for taken in pool.map(come, range(8)) if taken]
    for taken in got:
        taken.close()
    assert len(got) == 1


def test_where_the_server_is_reached() -> None:
    for host, here in ((ANY, "127.0.0.1"), ("::", "::1"), ("localhost", "127.0.0.1"), ("::1", "::1")):
        port = free_port()
        with take_port(host, port) as listener:
            assert own_address(listener) == (here, port)
            with socket.create_connection(own_address(listener)):
                pass


def failing(number: int) -> Callable[..., None]:
    def bind(self: socket.socket, address: object) -> None:
        raise OSError(number, "as the system says")

    return bind


@pytest.mark.parametrize(
    ("host", "number", "sentence"),
    [
        ("nowhere.invalid", 0, "HOST 'nowhere.invalid' is a name that this machine doesn't know"),
        ("203.0.113.7", 0, "HOST '203.0.113.7' is not an address of this machine"),
        ("127.0.0.1", errno.EACCES, "PORT 80 is reserved for the administrator. Choose a PORT from 1024 on"),
        ("127.0.0.1", errno.ENOBUFS, "HOST '127.0.0.1' and PORT 80 can't be listened on: as the system says"),
    ],
)
def test_what_can_not_be_listened_on_is_named(
    monkeypatch: pytest.MonkeyPatch, host: str, number: int, sentence: str
) -> None:
    if number:
        monkeypatch.setattr(socket.socket, "bind", failing(number))
    with pytest.raises(SettingsError, match=sentence):
        take_port(host, 80)
