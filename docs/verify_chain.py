#!/usr/bin/env python3
"""Verifies the journal chains and the import outcomes of an office without any code of Greenroom.

    python3 docs/verify_chain.py FOLDER [HEAD]

FOLDER is a data folder that no program has open, or a copy of its office.db. HEAD is a chain head as printed on a
paper or a receipt, for instance 019c1f2a-118-9f3c5d7e01ab23cd: that very entry must then be on a chain of this office.
Only Python's own library is used. ARCHITECTURE.md says what is hashed.
"""

import hashlib
import pathlib
import sqlite3
import sys


class Fault(Exception):
    """Where the office is not as it was written."""


def must(holds, words):
    if not holds:
        raise Fault(words)


def number(value):
    return value.to_bytes(8, "big", signed=True)


def optional(identity):
    return b"\1" + identity if identity is not None else b"\0" + bytes(16)


def printed(device, seq, digest):
    return f"{device.hex()[:8]}-{seq}-{digest[:8].hex()}"


def chains(db, wanted):
    """Recomputes every chain; answers the heads, the number of entries and whether `wanted` was met."""
    heads, count, met = {}, 0, wanted is None
    for (entry, device, seq, clock, at, back, actor, deed, record, schema,
         salt, payload, payload_hash, previous, stored) in db.execute(
            "SELECT id, device, seq, clock, at, clock_ran_back, actor, deed, record, schema, salt, payload,"
            " payload_hash, previous, hash FROM journal ORDER BY device, seq"):
        genesis = hashlib.sha256(b"greenroom journal v1" + device).digest()
        last_seq, last_hash = heads.get(device, (0, genesis))
        deed = deed.encode()
        covered = (previous + entry + device
                   + b"".join(map(number, (seq, clock, at, back, schema)))
                   + optional(actor) + optional(record)
                   + number(len(deed)) + deed + payload_hash)
        where = f"device {device.hex()[:8]}, entry {seq}"
        must(seq == last_seq + 1, f"{where}: entry {last_seq + 1} is missing")
        must(previous == last_hash, f"{where}: does not follow the entry before it")
        must(hashlib.sha256(salt + payload).digest() == payload_hash, f"{where}: its content was changed")
        must(hashlib.sha256(covered).digest() == stored, f"{where}: it was changed")
        heads[device] = (seq, stored)
        met = met or printed(device, seq, stored) == wanted
        count += 1
    return heads, count, met


def outcomes(db):
    """Recomputes the outcome hash of every settled import; answers how many there are."""
    batches = db.execute("SELECT key, file_name, outcome_hash FROM batch WHERE outcome_hash <> ''").fetchall()
    for key, name, stored in batches:
        sums = hashlib.sha256()
        for row, record, outcome, changes, reason in db.execute(
                "SELECT row, record, outcome, changes, reason FROM batch_row WHERE batch = ? ORDER BY row", (key,)):
            sums.update(row.to_bytes(8, "little") + (record or bytes(16)))
            for part in (outcome, changes or "", reason or ""):
                part = part.encode()
                sums.update(len(part).to_bytes(8, "little") + part)
        must(sums.hexdigest() == stored, f"import of {name}: its stored outcome was changed")
    return len(batches)


def main():
    place = pathlib.Path(sys.argv[1])
    place = place / "office.db" if place.is_dir() else place
    wanted = sys.argv[2] if len(sys.argv) > 2 else None
    db = sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)
    try:
        heads, count, met = chains(db, wanted)
        imports = outcomes(db)
        must(met, f"{wanted} is on no chain of this office")
    except Fault as fault:
        sys.exit(f"NOT AS WRITTEN: {fault}")
    for device, (seq, last) in heads.items():
        print("chain", printed(device, seq, last))
    print(f"{count} entries and {imports} imports are as they were written")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()
