"""The vendor's ConsumerWorker: reads two fields of every record until it has seen them all, then stops.

Argument: a JSON object of endpoint, project, logstore, credentials, group, records, and way: 'dictionaries' (the SDK makes
one of each log, which is what it offers for reading fields by name) or 'parsed' (log groups as protobuf's C part parses
them, whose contents the processor walks through by itself). Prints a line of JSON.
"""

import json
import resource
import sys
import threading
import time

from aliyun.log.consumer import ConsumerProcessorBase, ConsumerWorker, CursorPosition, LogHubConfig
from aliyun.log.consumer.tasks import ConsumerJsonProcessorBase


def peak_rss_bytes(usage):
    """Linux counts into ru_maxrss what the parent had when it started the process; what stands in /proc is its own."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except FileNotFoundError:
        return usage.ru_maxrss * 1024


started_at = time.perf_counter()
settings = json.loads(sys.argv[1])
lock = threading.Lock()
everything = threading.Event()
seen = 0
checksum = 0
wall_seconds = 0.0


def add_batch(records, total):
    """The modulo of records.mjs follows once a batch."""
    global seen, checksum, wall_seconds
    with lock:
        seen += records
        checksum = (checksum + total) % 2**32
        if seen >= settings["records"]:
            wall_seconds = time.perf_counter() - started_at
            everything.set()


class DictionaryProcessor(ConsumerJsonProcessorBase):
    def process(self, logs, tracker):
        total = 0
        for log in logs:
            total += int(log["msg"][4:12], 16) * ord(log["level"][0])
        add_batch(len(logs), total)
        self.save_checkpoint(tracker)


class ParsedProcessor(ConsumerProcessorBase):
    def process(self, log_groups, tracker):
        records = 0
        total = 0
        for group in log_groups.LogGroups:
            for log in group.Logs:
                level = msg = None
                for content in log.Contents:
                    key = content.Key
                    if key == "level":
                        level = content.Value
                    elif key == "msg":
                        msg = content.Value
                total += int(msg[4:12], 16) * ord(level[0])
                records += 1
        add_batch(records, total)
        self.save_checkpoint(tracker)


worker = ConsumerWorker(
    {"dictionaries": DictionaryProcessor, "parsed": ParsedProcessor}[settings["way"]],
    LogHubConfig(
        settings["endpoint"],
        settings["credentials"]["accessKeyId"],
        settings["credentials"]["secretAccessKey"],
        settings["project"],
        settings["logstore"],
        settings["group"],
        "their-worker",
        cursor_position=CursorPosition.BEGIN_CURSOR,
        max_fetch_log_group_size=1000,
        # By default it rests between two pulls; more often costs it nothing while there is something to read.
        data_fetch_interval=0.01,
    ),
)
worker.start()
everything.wait()
worker.shutdown()
worker.join()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "records": seen,
            "checksum": checksum,
            "wallMs": wall_seconds * 1000,
            "cpuMs": (usage.ru_utime + usage.ru_stime) * 1000,
            "peakRssBytes": peak_rss_bytes(usage),
        }
    )
)
