"""The process that runs a proxy script, and nothing else; see docs/decisions on proxy scripts.

Reads one JSON object from standard input (``script``, ``address``, ``host``), writes one to
standard output (``answer`` or ``error``). The engine is Qt's, with nothing in it but the language:
no files, no network, no modules. A script that wants a name resolved is run again once its answer
is known, so it calls no code of this process.
"""

from __future__ import annotations

import json
import socket
import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PySide6.QtQml import QJSEngine, QJSValue

SECONDS = 5
MEMORY = 1 << 30
_ROUNDS = 10
_LONGEST_ANSWER = 4096

# The functions of Netscape's proxy auto-configuration, which all browsers have.
_TOOLS = r"""
var _needed = [];
function isPlainHostName(h) { return h.indexOf('.') < 0; }
function dnsDomainIs(h, d) { return h.length >= d.length && h.slice(-d.length) === d; }
function localHostOrDomainIs(h, full) { return h === full || full.lastIndexOf(h + '.', 0) === 0; }
function dnsDomainLevels(h) { return h.split('.').length - 1; }
function dnsResolve(h) {
  h = String(h);
  if (Object.prototype.hasOwnProperty.call(_known, h)) return _known[h];
  _needed.push(h);
  return null;
}
function isResolvable(h) { return dnsResolve(h) !== null; }
function myIpAddress() { return _own; }
function alert() {}
function _number(ip) {
  var parts = String(ip).split('.');
  if (parts.length !== 4) return null;
  var n = 0;
  for (var i = 0; i < 4; i++) n = n * 256 + (parts[i] & 255);
  return n;
}
function isInNet(h, net, mask) {
  var ip = /^\d+(\.\d+){3}$/.test(h) ? h : dnsResolve(h);
  if (ip === null) return false;
  var a = _number(ip), n = _number(net), m = _number(mask);
  return a !== null && (a & m) === (n & m);
}
function shExpMatch(s, p) {
  var r = p.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp('^' + r + '$').test(s);
}
function _now(args) {
  var gmt = args[args.length - 1] === 'GMT', d = new Date();
  if (gmt) args.pop();
  return {
    gmt: gmt, day: gmt ? d.getUTCDay() : d.getDay(), hour: gmt ? d.getUTCHours() : d.getHours(),
    minute: gmt ? d.getUTCMinutes() : d.getMinutes(),
    second: gmt ? d.getUTCSeconds() : d.getSeconds(),
    date: gmt ? d.getUTCDate() : d.getDate(), month: gmt ? d.getUTCMonth() : d.getMonth(),
    year: gmt ? d.getUTCFullYear() : d.getFullYear()
  };
}
function _between(low, x, high) {
  return low <= high ? low <= x && x <= high : x >= low || x <= high;
}
function weekdayRange() {
  var args = Array.prototype.slice.call(arguments), n = _now(args);
  var days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
  var low = days.indexOf(args[0]), high = args.length > 1 ? days.indexOf(args[1]) : low;
  return _between(low, n.day, high);
}
function timeRange() {
  var args = Array.prototype.slice.call(arguments), n = _now(args);
  var now = n.hour * 3600 + n.minute * 60 + n.second;
  if (args.length === 1) return n.hour === args[0];
  if (args.length === 2) return _between(args[0] * 3600, now, args[1] * 3600 - 1);
  if (args.length === 4)
    return _between(args[0] * 3600 + args[1] * 60, now, args[2] * 3600 + args[3] * 60 - 1);
  return _between(args[0] * 3600 + args[1] * 60 + args[2], now,
                  args[3] * 3600 + args[4] * 60 + args[5]);
}
function dateRange() {
  var args = Array.prototype.slice.call(arguments), n = _now(args);
  var months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
  function place(list) {
    var low = 0, now = 0, weights = {y: 416, m: 32, d: 1};
    list.forEach(function (x) {
      if (typeof x === 'string') {
        low += months.indexOf(x) * weights.m;
        now += n.month * weights.m;
      }
      else if (x > 31) { low += x * weights.y; now += n.year * weights.y; }
      else { low += x; now += n.date; }
    });
    return {low: low, now: now};
  }
  if (args.length === 1) { var one = place(args); return one.low === one.now; }
  var half = args.length / 2, a = place(args.slice(0, half)), b = place(args.slice(half));
  return _between(a.low, a.now, b.low);
}
"""


def _limit() -> None:
    """Take from this process what a script does not need, where the system can."""
    try:
        import resource
    except ImportError:
        # Windows: the parent's time limit is what is left.
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _own_address() -> str:
    from sync.network.line import own_addresses

    return next((item for item in sorted(own_addresses()) if "." in item), "127.0.0.1")


def _resolve(host: str) -> str | None:
    try:
        return socket.gethostbyname(host[:253])
    except (OSError, UnicodeError):
        return None


def _evaluate(engine: QJSEngine, source: str) -> QJSValue:
    # PySide's stubs tell of a second value that comes only when it is asked for.
    return cast("QJSValue", engine.evaluate(source))


def find(script: str, address: str, host: str) -> str:
    """Return what the script's ``FindProxyForURL`` does.

    Raises:
        ValueError: it is no such script, fails, or asks for more names than is reasonable.
    """
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtQml import QJSEngine

    # The engine wants one; it never runs.
    application = QCoreApplication.instance() or QCoreApplication([])
    known: dict[str, str | None] = {}
    own = _own_address()
    for _ in range(_ROUNDS):
        engine = QJSEngine()
        facts = f"var _known = {json.dumps(known)}, _own = {json.dumps(own)};"
        call = f"FindProxyForURL({json.dumps(address)}, {json.dumps(host)})"
        for source in (facts + _TOOLS, script):
            result = _evaluate(engine, source)
            if result.isError():
                raise ValueError(result.toString()[:200])
        result = _evaluate(engine, call)
        needed = [str(item) for item in _evaluate(engine, "_needed").toVariant() or ()]
        missing = [item for item in dict.fromkeys(needed) if item not in known]
        if missing:
            known |= {item: _resolve(item) for item in missing[:_ROUNDS]}
            continue
        if result.isError() or not result.isString():
            raise ValueError(result.toString()[:200])
        del application
        found: str = result.toString()
        return found[:_LONGEST_ANSWER]
    raise ValueError("too many names")


def main() -> None:
    """Answer one question."""
    question = json.load(sys.stdin)
    _limit()
    try:
        answer = {"answer": find(question["script"], question["address"], question["host"])}
    except ValueError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
