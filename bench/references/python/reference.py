"""The official Python SDK as a candidate: decodes bodies as its own pull does. See lib/candidate.mjs for what is said on
stdin and stdout.

Arguments: folder, set, input (raw or lz4), job (list: every log as a dictionary, the SDK's flattened list, which its
consumers are told to use; one: one field of each log, from the parsed log groups), field.
"""

import json
import os
import sys
import time
import zlib

from aliyun.log.compress import lz_decompress
from aliyun.log.pulllog_response import PullLogResponse

folder, set_name, input_kind, job, field = sys.argv[1:6]


def load_bodies():
    bodies = []
    while os.path.exists(path := f"{folder}/{set_name}-{len(bodies)}.raw"):
        with open(path, "rb") as raw, open(path.replace(".raw", ".lz4"), "rb") as compressed:
            bodies.append((raw.read(), compressed.read()))
    return bodies


def pull(body):
    raw, compressed = body
    if input_kind == "lz4":
        raw = lz_decompress(len(raw), compressed)
    header = {"x-log-count": "0", "x-log-bodyrawsize": str(len(raw)), "x-log-cursor": "MQ=="}
    return PullLogResponse(raw, header)


def find(log):
    for content in log.Contents:
        if content.Key == field:
            return content.Value
    return None


def read(body):
    """How many records there were."""
    response = pull(body)
    if job == "list":
        return len(response.get_flatten_logs_json())
    records = 0
    for group in response.get_loggroup_list().LogGroups:
        for log in group.Logs:
            find(log)
            records += 1
    return records


def records_of(body):
    response = pull(body)
    if job == "list":
        for item in response.get_flatten_logs_json():
            # What the SDK adds of its own begins like this; no field of ours does.
            yield item["__time__"], [(name, value) for name, value in item.items() if not name.startswith("__")]
    else:
        for group in response.get_loggroup_list().LogGroups:
            for log in group.Logs:
                yield log.Time, [(field, find(log))]


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


def run(milliseconds):
    global turn
    size = records = 0
    start, cpu = time.perf_counter(), time.process_time()
    while True:
        body = bodies[turn % len(bodies)]
        turn += 1
        records += read(body)
        size += len(body[0])
        cpu_ms = (time.process_time() - cpu) * 1000
        if cpu_ms >= milliseconds:
            break
    return {"bytes": size, "records": records, "wallMs": (time.perf_counter() - start) * 1000, "cpuMs": cpu_ms}


bodies = load_bodies()
turn = 0
for request in sys.stdin:
    words = request.split()
    print(json.dumps(verify() if words[0] == "verify" else run(float(words[1]))), flush=True)
