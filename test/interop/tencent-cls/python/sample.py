"""
Makes the calls of the vendor's sample for consumer groups, in its order and with its parameters: two consumers in one process,
read what comes, list the groups, stop the consumers, delete the group. What is ours: it tells when both consumers read their
partitions, waits for as many records as the settings say, and tells what it saw.
"""
import contextlib
import io
import sys
import time
import traceback

from tencentcloud.log.consumer import ConsumerProcessorBase, ConsumerWorker, LogHubConfig
from tencentcloud.log.logclient import YunApiLogClient

from consumer_state import partitions_read
from told import settings, tell

records = []


class Sample(ConsumerProcessorBase):
    last_check_time = 0

    def initialize(self, topic_id):
        self.topic_id = topic_id

    def process(self, log_groups, offset_tracker):
        for group in log_groups:
            for log in group.logs:
                record = {'time': log.time, 'filename': group.filename, 'source': group.source}
                record.update((content.key, content.value) for content in log.contents)
                # An append is one step: the processors of all partitions share the list.
                records.append(record)
        due = time.time() - self.last_check_time > 3
        if due:
            self.last_check_time = time.time()
        save(offset_tracker, due)

    def shutdown(self, offset_tracker):
        save(offset_tracker, True)


def save(offset_tracker, now):
    try:
        offset_tracker.save_offset(now)
    except Exception:
        traceback.print_exc()


def wait_until(condition, seconds):
    give_up_at = time.time() + seconds
    while not condition():
        if time.time() > give_up_at:
            sys.exit('waited {} s in vain'.format(seconds))
        time.sleep(0.1)


def start(name):
    worker = ConsumerWorker(Sample, consumer_option=LogHubConfig(
        *[settings[key] for key in ('endpoint', 'accessKeyId', 'secretAccessKey', 'region', 'logsetId', 'topicIds', 'group')],
        name,
        heartbeat_interval=3,
        data_fetch_interval=1,
        offset_start_time='end',
        max_fetch_log_group_size=10485760,
    ))
    worker.start()
    return worker


client = YunApiLogClient(settings['accessKeyId'], settings['secretAccessKey'], region=settings['region'])
workers = [start(name) for name in settings['members']]


def shared_out():
    read = [partitions_read(worker) for worker in workers]
    return all(read) and sum(map(len, read)) == len(set().union(*read)) == settings['partitions']


wait_until(shared_out, 40)
tell(kind='reading', partitions=[sorted(partitions_read(worker)) for worker in workers])
wait_until(lambda: len(records) >= settings['records'], 40)

listed = client.list_consumer_group(settings['logsetId'], settings['topicIds'])
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    listed.log_print()
for group in listed.get_consumer_groups():
    tell(
        kind='group',
        name=group.get_consumer_group_name(),
        topics=group.get_topics(),
        timeout=group.get_timeout(),
        printed=printed.getvalue(),
    )

for worker in workers:
    worker.shutdown()
client.delete_consumer_group(settings['logsetId'], settings['group'])
tell(kind='deleted')
for worker in workers:
    worker.join()
tell(kind='records', records=records)
