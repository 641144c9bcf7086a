"""
The calls of the vendor's page on its SDK, in its order and with its arguments; what a call of it takes for granted, and an
earlier one has taken away, is made anew in between. Tells each call, and what it answers.
"""
import contextlib
import io
import time

import aliyun.log as sdk
from aliyun.log.consumer import ConsumerProcessorBase, ConsumerWorker, CursorPosition, LogHubConfig

from documents_objects import config_of, group_of, index_of, shipper_of
from log_client import client
from plain import plain
from told import questions, settings, tell

PROJECT, STORE, CONFIG, GROUP = 'project1', 'logstore1', 'config1', 'group1'


def call(method, *given, **named):
    """Makes a call of the page, tells of it, and prints its answer as the page does, to nobody."""
    answer = getattr(client, method)(*given, **named)
    with contextlib.redirect_stdout(io.StringIO()):
        # What copies a project answers nothing.
        if hasattr(answer, 'log_print'):
            answer.log_print()
    tell(kind='called', method=method, answer=plain(answer))
    return answer


def refused(method, *given):
    try:
        getattr(client, method)(*given)
    except sdk.LogException as refusal:
        tell(kind='refused', method=method, code=refusal.get_error_code(), status=refusal.resp_status)


def projects():
    call('list_project')
    call('get_project', PROJECT)
    # The service has no underscores in names of projects.
    refused('create_project', 'new_project', 'a simple project')
    call('create_project', 'new-project', 'a simple project')
    call('delete_project', PROJECT)
    client.create_project(PROJECT, 'made anew')
    client.create_logstore(PROJECT, 'kept')
    call('copy_project', PROJECT, 'project2')


def logstores():
    call('list_logstores', sdk.ListLogstoresRequest(PROJECT))
    call('create_logstore', PROJECT, STORE, ttl=30, shard_count=3)
    call('get_logstore', PROJECT, STORE)
    call('delete_logstore', PROJECT, STORE)
    client.create_logstore(PROJECT, STORE, ttl=30, shard_count=3)
    call('update_logstore', PROJECT, STORE, ttl=60)


def logtail_configs():
    call('list_logtail_config', PROJECT)
    call('create_logtail_config', PROJECT, config_of('config_name1'))
    client.create_logtail_config(PROJECT, config_of(CONFIG))
    call('get_logtail_config', PROJECT, CONFIG)
    call('update_logtail_config', PROJECT, config_of(CONFIG, log_path='/another_path'))
    call('delete_logtail_config', PROJECT, 'config_name1')


def machine_groups():
    call('list_machine_group', PROJECT)
    call('create_machine_group', PROJECT, group_of('group_name1'))
    client.create_machine_group(PROJECT, group_of(GROUP))
    call('get_machine_group', PROJECT, GROUP)
    call('update_machine_group', PROJECT, group_of(GROUP, machine_list=['machine3']))
    call('delete_machine_group', PROJECT, 'group_name1')
    call('apply_config_to_machine_group', PROJECT, CONFIG, GROUP)
    call('remove_config_to_machine_group', PROJECT, CONFIG, GROUP)
    client.apply_config_to_machine_group(PROJECT, CONFIG, GROUP)
    call('get_config_applied_machine_groups', PROJECT, CONFIG)
    call('get_machine_group_applied_configs', PROJECT, GROUP)


def index():
    call('create_index', PROJECT, STORE, index_of())
    call('update_index', PROJECT, STORE, index_of(f3={'type': 'double', 'doc_value': True}))
    call('get_index_config', PROJECT, STORE)
    call('delete_index', PROJECT, STORE)


def topics_and_cursors():
    client.create_index(PROJECT, STORE, index_of())
    for number in range(3):
        item = sdk.LogItem(int(time.time()), [('f1', 'hello'), ('f2', str(number))])
        client.put_logs(sdk.PutLogsRequest(PROJECT, STORE, 'topic1', '10.0.0.7', [item], hashKey='0' * 32))
    call('list_topics', sdk.ListTopicsRequest(PROJECT, STORE))
    begin = call('get_begin_cursor', PROJECT, STORE, shard_id=0).get_cursor()
    end = call('get_end_cursor', PROJECT, STORE, shard_id=0).get_cursor()
    call('get_cursor', PROJECT, STORE, shard_id=0, start_time=1510837205)
    call('get_cursor_time', PROJECT, STORE, shard_id=0, cursor=begin)
    call('get_previous_cursor_time', PROJECT, STORE, shard_id=0, cursor=end)


def reading():
    now = int(time.time())
    hour_ago = call('get_cursor', PROJECT, STORE, shard_id=0, start_time=now - 3600).get_cursor()
    call('pull_logs', PROJECT, STORE, shard_id=0, cursor=hour_ago)
    # The page has 1000 lines; more than 100 the SDK asks for page by page.
    call('get_logs', sdk.GetLogsRequest(
        PROJECT, STORE, fromTime=now - 3600, toTime=now + 1, topic='', query='*', line=1000, offset=0, reverse=False,
    ))
    call('get_histograms', sdk.GetHistogramsRequest(PROJECT, STORE, now - 3600, now + 1, '', '*'))


class SampleConsumer(ConsumerProcessorBase):
    def process(self, log_groups, check_point_tracker):
        values = [content.Value for group in log_groups.LogGroups for log in group.Logs for content in log.Contents]
        consumed.append(values)
        tell(kind='consumed', values=values)
        check_point_tracker.save_check_point(True)

    def shutdown(self, check_point_tracker):
        check_point_tracker.save_check_point(True)


consumed = []


def consuming():
    workers = []
    for name in ('consumer A', 'consumer B'):
        option = LogHubConfig(
            settings['endpoint'], settings['accessKeyId'], settings['secretAccessKey'], PROJECT, STORE,
            'consume_group1', name, CursorPosition.BEGIN_CURSOR,
        )
        workers.append(ConsumerWorker(SampleConsumer, option))
    for worker in workers:
        worker.start()
    end = time.time() + 60
    while not consumed and time.time() < end:
        time.sleep(0.1)
    for worker in workers:
        worker.shutdown()
    for worker in workers:
        worker.join()


def consumer_groups():
    cursor = client.get_end_cursor(PROJECT, STORE, 0).get_cursor()
    call('list_consumer_group', PROJECT, STORE)
    call('create_consumer_group', PROJECT, STORE, 'consume_group2', 60)
    call('update_consumer_group', PROJECT, STORE, 'consume_group2', 120, True)
    call('delete_consumer_group', PROJECT, STORE, 'consume_group2')
    call('get_check_point', PROJECT, STORE, 'consume_group1')
    call('update_check_point', PROJECT, STORE, 'consume_group1', 0, cursor)


def shippers():
    now = int(time.time())
    call('list_shipper', PROJECT, STORE)
    call('create_shipper', PROJECT, STORE, shipper_of('shipper1'))
    # The page calls it get_shipper_config, which the SDK of today has not.
    call('get_shipper', PROJECT, STORE, 'shipper1')
    call('update_shipper', PROJECT, STORE, shipper_of('shipper1', ossPrefix='another'))
    client.create_shipper(PROJECT, STORE, shipper_of('shipper2'))
    call('delete_shipper', PROJECT, STORE, 'shipper2')
    tell(kind='shipper-is-there')
    # Nothing is shipped by the emulator: the test tells it of a run.
    next(questions())
    call('get_shipper_tasks', PROJECT, STORE, 'shipper1', now - 60, now + 60)
    call('retry_shipper_tasks', PROJECT, STORE, 'shipper1', ['task1'])
    call('get_shipper_tasks', PROJECT, STORE, 'shipper1', now - 60, now + 60)


for part in (
    projects, logstores, logtail_configs, machine_groups, index, topics_and_cursors, reading, consuming, consumer_groups,
    shippers,
):
    part()
