"""A line that came back, and a computer that slept, are noticed without a packet."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from sync.network.line import LineWatch, own_addresses


@dataclass
class Computer:
    addresses: set[str] = field(default_factory=set)
    elapsed: float = 100.0

    def watch(self) -> LineWatch:
        return LineWatch(lambda: frozenset(self.addresses), lambda: self.elapsed)


def test_a_line_that_comes_and_one_that_changes() -> None:
    computer = Computer()
    watch = computer.watch()
    assert not watch.came_back()
    computer.addresses = {"10.0.0.7"}
    assert watch.came_back()
    assert not watch.came_back()
    computer.addresses = {"192.168.1.7"}
    assert watch.came_back()
    # One less is no news worth a request, and none is none.
    computer.addresses = {"192.168.1.7", "2001:db8::7"}
    assert watch.came_back()
    computer.addresses = {"192.168.1.7"}
    assert not watch.came_back()
    computer.addresses = set()
    assert not watch.came_back()


def test_a_sleep_is_noticed_by_the_time_between_two_looks() -> None:
    computer = Computer({"10.0.0.7"})
    watch = computer.watch()
    computer.elapsed += 5
    assert not watch.came_back()
    computer.elapsed += 3600
    assert watch.came_back()
    computer.addresses.clear()
    computer.elapsed += 3600
    assert not watch.came_back()


def test_this_computers_own_addresses_can_be_asked() -> None:
    for address in own_addresses():
        assert not ipaddress.ip_address(address).is_unspecified
