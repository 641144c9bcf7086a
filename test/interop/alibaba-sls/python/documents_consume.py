"""
The program of the vendor's page on consuming by a group: makes a logstore, puts 20 logs, and consumes them with two workers.
Its comment on rolling back is tried, too: the first batch of all is given back once.
"""
import threading
import time

from aliyun.log import LogItem, PutLogsRequest
from aliyun.log.consumer import ConsumerProcessorBase, ConsumerWorker, CursorPosition, LogHubConfig

from log_client import client, logstore, project
from told import settings, tell

COUNT = 20
GROUP = 'consumer-group-1'
results = []
lock = threading.Lock()
rolled_back = []


class SampleConsumer(ConsumerProcessorBase):
    shard_id = -1
    last_check_time = 0

    def initialize(self, shard):
        self.shard_id = shard

    def process(self, log_groups, check_point_tracker):
        handed = [
            {
                'topic': group.Topic,
                'source': group.Source,
                'logs': [
                    dict([('time', log.Time)] + [(content.Key, content.Value) for content in log.Contents])
                    for log in group.Logs
                ],
            }
            for group in log_groups.LogGroups
        ]
        with lock:
            if not rolled_back:
                rolled_back.extend(users_in(handed))
                tell(kind='rolled-back', shard=self.shard_id, users=list(rolled_back))
                return check_point_tracker.get_check_point()
            results.extend(handed)
        now = time.time()
        durably = now - self.last_check_time > 3
        if durably:
            self.last_check_time = now
        check_point_tracker.save_check_point(durably)
        return None

    def shutdown(self, check_point_tracker):
        check_point_tracker.save_check_point(True)


def users_in(handed):
    return [log['user'] for each in handed for log in each['logs']]


def put_logs():
    for number in range(COUNT):
        item = LogItem()
        item.set_time(int(time.time()))
        item.set_contents([('user', 'magic_user_' + str(number)), ('avg', 'magic_age_' + str(number))])
        client.put_logs(PutLogsRequest(project, logstore, 'python-ide-test', '', [item]))


def worker(name):
    option = LogHubConfig(
        settings['endpoint'], settings['accessKeyId'], settings['secretAccessKey'], project, logstore, GROUP, name,
        cursor_position=CursorPosition.BEGIN_CURSOR, heartbeat_interval=6, data_fetch_interval=1,
    )
    return ConsumerWorker(SampleConsumer, consumer_option=option)


def wait_until(done, seconds):
    end = time.time() + seconds
    while not done() and time.time() < end:
        time.sleep(0.1)


client.create_logstore(project, logstore, 2, 4)
put_logs()
tell(kind='put', count=COUNT)

workers = [worker('consumer-group-1-A'), worker('consumer-group-1-B')]
for each in workers:
    each.start()
wait_until(lambda: len(results) >= COUNT, 300)

for group in client.list_consumer_group(project, logstore).get_consumer_groups():
    name = group.get_consumer_group_name()
    checkpoints = client.get_check_point_fixed(project, logstore, name).get_consumer_group_check_points()
    tell(kind='group', name=name, timeout=group.get_timeout(), checkpoints=checkpoints)

for each in workers:
    each.shutdown()
for each in workers:
    each.join()
tell(kind='logstores', names=client.list_logstore(project, logstore).get_logstores())
tell(kind='results', results=results)
