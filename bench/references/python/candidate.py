"""What candidates in Python share: the lines on stdin and stdout of lib/candidate.mjs, and its checksum."""

import json
import sys
import time
import zlib


def serve(bodies, read, records_of, size_of):
    """`read(body)` answers how many records there were; `records_of(body)` yields seconds and pairs of name and value."""

    def verify():
        """The checksum that all candidates work out alike: lib/checksum.mjs."""
        total = records = fields = 0
        for body in bodies:
            for seconds, contents in records_of(body):
                record = seconds
                for name, value in contents:
                    record += zlib.crc32(f"{name}\0{value}".encode())
                    fields += 1
                total = (total * 31 + record) % 2**32
                records += 1
        return {"checksum": f"{records} records, {fields} fields, {total:08x}"}

    turn = 0

    def run(milliseconds):
        nonlocal turn
        size = records = 0
        start, cpu = time.perf_counter(), time.process_time()
        while True:
            body = bodies[turn % len(bodies)]
            turn += 1
            records += read(body)
            size += size_of(body)
            cpu_ms = (time.process_time() - cpu) * 1000
            if cpu_ms >= milliseconds:
                break
        return {"bytes": size, "records": records, "wallMs": (time.perf_counter() - start) * 1000, "cpuMs": cpu_ms}

    for request in sys.stdin:
        words = request.split()
        print(json.dumps(verify() if words[0] == "verify" else run(float(words[1]))), flush=True)
