"""The official Python SDK of SLS as a candidate: decodes bodies as its own pull does. See candidate.py.

Arguments: folder, set, input (raw or lz4), job (list: every log as a dictionary, the SDK's flattened list, which its
consumers are told to use; one: one field of each log, from the parsed log groups), field.
"""

import os
import sys

from aliyun.log.compress import lz_decompress
from aliyun.log.pulllog_response import PullLogResponse
from candidate import serve

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


serve(load_bodies(), read, records_of, lambda body: len(body[0]))
