"""Tells where the service says that a shard begins and ends, and what it held at some times."""
from log_client import client, logstore, project
from told import settings, tell

shard = settings['shard']
begin = client.get_begin_cursor(project, logstore, shard).get_cursor()
end = client.get_end_cursor(project, logstore, shard).get_cursor()
at_times = [client.get_cursor(project, logstore, shard, time).get_cursor() for time in settings['times']]
tell(
    kind='cursors',
    begin=begin,
    end=end,
    atTimes=at_times,
    beginTime=client.get_cursor_time(project, logstore, shard, begin).get_cursor_time(),
    # The SDK counts one back and asks for that one's time; before the begin it takes the begin.
    lastTime=client.get_previous_cursor_time(project, logstore, shard, end).get_cursor_time(),
    beforeBeginTime=client.get_previous_cursor_time(project, logstore, shard, begin).get_cursor_time(),
)

between = [
    [record['sequence'] for record in answer.get_flatten_logs_json()]
    for answer in client.pull_log(project, logstore, shard, *settings['between'])
]
tell(kind='between', sequences=sum(between, []))
