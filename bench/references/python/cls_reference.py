"""The official Python SDK of CLS as a candidate: decodes bodies as its own pull does. See candidate.py.

Arguments: folder, set, job (decoded: its log groups, which its consumers are handed; list: every log as a dictionary, by
its own function; one: one field of each log), field.
"""

import json
import sys

from candidate import serve
from tencentcloud.log.pulllog_response import PullLogResponse

folder, set_name, job, field = sys.argv[1:5]


def load_bodies():
    with open(f"{folder}/index.json", encoding="utf-8") as index:
        sizes = json.load(index)[set_name]["sizes"]
    bodies = []
    for number, size in enumerate(sizes):
        with open(f"{folder}/{set_name}-{number}.snappy", "rb") as block:
            bodies.append((block.read(), size["raw"]))
    return bodies


def pull(body):
    return PullLogResponse(body[0], {}).get_log_groups()


def find(log):
    for content in log.contents:
        if content.key == field:
            return content.value
    return None


def read(body):
    groups = pull(body)
    if job == "list":
        return len(PullLogResponse.log_groups_to_flattern_list(groups))
    records = 0
    for group in groups:
        if job == "one":
            for log in group.logs:
                find(log)
        records += len(group.logs)
    return records


def records_of(body):
    for group in pull(body):
        for log in group.logs:
            contents = [(field, find(log))] if job == "one" else [(c.key, c.value) for c in log.contents]
            yield log.time // 1_000_000, contents


serve(load_bodies(), read, records_of, lambda body: body[1])
