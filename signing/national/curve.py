"""Points of the curves of GOST R 34.10-2001 (RFC 5832, 5; RFC 4357, 11.4).

Only what a verification needs, with public numbers: nothing here is made to hide a secret from
somebody who measures time, so no private key may ever be used with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Point: TypeAlias = tuple[int, int]
"""Affine coordinates; the point at infinity is None where it can occur."""

_Jacobian: TypeAlias = tuple[int, int, int]
_INFINITY: _Jacobian = (1, 1, 0)

# Digits of the generator's factor are longer: its table is made once.
_OWN_WIDTH, _GENERATOR_WIDTH = 5, 8


@dataclass(frozen=True)
class Curve:
    """y² = x³ + ax + b over the integers modulo ``p``; the generator (x, y) has the order q."""

    p: int
    a: int
    b: int
    q: int
    x: int
    y: int

    def holds(self, point: Point) -> bool:
        """Whether ``point`` is on the curve, with both coordinates below ``p``."""
        x, y = point
        in_range = 0 <= x < self.p and 0 <= y < self.p
        return in_range and (y * y - (x * x + self.a) * x - self.b) % self.p == 0


def combine(curve: Curve, u: int, v: int, point: Point) -> Point | None:
    """Return u·G + v·point, None for the point at infinity (Shamir's trick, signed windows).

    Args:
        curve: its generator is G.
        u: not negative.
        v: not negative.
        point: on the curve.
    """
    generator = _generator_table(curve)
    own = _odd_multiples(curve, point, 1 << _OWN_WIDTH - 2)
    digits_u, digits_v = _digits(u, _GENERATOR_WIDTH), _digits(v, _OWN_WIDTH)
    length = max(len(digits_u), len(digits_v))
    digits_u += [0] * (length - len(digits_u))
    digits_v += [0] * (length - len(digits_v))
    p = curve.p
    # Minus three for most of these curves; a small number is quicker to multiply with.
    a = curve.a if curve.a < p // 2 else curve.a - p
    total = _INFINITY
    for one, two in zip(reversed(digits_u), reversed(digits_v), strict=True):
        total = _double(total, a, p)
        if one:
            total = _add(total, generator, one, a, p)
        if two:
            total = _add(total, own, two, a, p)
    return _affine(total, p)


def _double(point: _Jacobian, a: int, p: int) -> _Jacobian:
    x, y, z = point
    yy = y * y % p
    zz = z * z % p
    s = 4 * x * yy % p
    m = (3 * x * x + a * zz * zz) % p
    doubled = (m * m - 2 * s) % p
    return doubled, (m * (s - doubled) - 8 * yy * yy) % p, 2 * y * z % p


def _add(point: _Jacobian, table: tuple[Point, ...], digit: int, a: int, p: int) -> _Jacobian:
    """Add ``digit`` times a point, from the table of its odd multiples."""
    x, y = table[abs(digit) >> 1]
    if digit < 0:
        y = -y
    x1, y1, z1 = point
    if not z1:
        return x, y % p, 1
    zz = z1 * z1 % p
    h = (x * zz - x1) % p
    r = (y * z1 * zz - y1) % p
    if not h:
        return _INFINITY if r else _double(point, a, p)
    hh = h * h % p
    hhh = h * hh % p
    v = x1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - y1 * hhh) % p, z1 * h % p


def _affine(point: _Jacobian, p: int) -> Point | None:
    x, y, z = point
    if not z:
        return None
    inverse = pow(z, -1, p)
    square = inverse * inverse % p
    return x * square % p, y * square * inverse % p


@lru_cache(maxsize=16)
def _generator_table(curve: Curve) -> tuple[Point, ...]:
    return _odd_multiples(curve, (curve.x, curve.y), 1 << _GENERATOR_WIDTH - 2)


def _odd_multiples(curve: Curve, point: Point, count: int) -> tuple[Point, ...]:
    """Return 1, 3, 5 … times ``point``; its order must be greater than them all."""
    p, a = curve.p, curve.a
    twice = _affine(_double((*point, 1), a, p), p)
    # On these curves of prime order only infinity is its own opposite.
    assert twice is not None
    found: list[_Jacobian] = [(*point, 1)]
    for _ in range(count - 1):
        found.append(_add(found[-1], (twice,), 1, a, p))
    # One inversion for all of them (Montgomery's trick).
    products = [1]
    for *_, z in found:
        products.append(products[-1] * z % p)
    inverse = pow(products[-1], -1, p)
    affine: list[Point] = []
    for (x, y, z), before in zip(reversed(found), reversed(products[:-1]), strict=True):
        own, inverse = inverse * before % p, inverse * z % p
        square = own * own % p
        affine.append((x * square % p, y * square * own % p))
    return tuple(reversed(affine))


def _digits(number: int, width: int) -> list[int]:
    """Return the non-adjacent form: odd digits below 2^(width-1), with zeros between them."""
    whole, half = 1 << width, 1 << width - 1
    digits = []
    while number:
        digit = 0
        if number & 1:
            digit = number & whole - 1
            if digit >= half:
                digit -= whole
            number -= digit
        digits.append(digit)
        number >>= 1
    return digits
