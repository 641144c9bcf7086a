"""The SDK's own consumer, as one member of a group. Tells what it owns, handles and lets go of; stops on SIGTERM."""
import logging
import time

from aliyun.log.consumer import ConsumerProcessorBase

from group_worker import run_until_terminated
from told import settings, tell

logging.basicConfig(level=logging.WARNING)
leases = 0


class TellingProcessor(ConsumerProcessorBase):
    def __init__(self):
        global leases
        super(TellingProcessor, self).__init__()
        leases += 1
        self.lease = '{}#{}'.format(settings['member'], leases)
        self.checkpoint_timeout = settings['checkpointEverySeconds']

    def initialize(self, shard):
        super(TellingProcessor, self).initialize(shard)
        tell(kind='owns', shard=str(shard), lease=self.lease)

    def process(self, log_groups, tracker):
        sequences = [sequence_of(log) for group in log_groups.LogGroups for log in group.Logs]
        middle = (len(sequences) + 1) // 2
        self.tell_handled(sequences[:middle], left=len(sequences) - middle)
        time.sleep(settings['workSeconds'])
        self.tell_handled(sequences[middle:], left=0)
        self.save_checkpoint(tracker)

    def shutdown(self, tracker):
        super(TellingProcessor, self).shutdown(tracker)
        tell(kind='let-go', shard=str(self.shard_id), lease=self.lease, reason='shutdown')

    def tell_handled(self, sequences, left):
        tell(kind='handled', shard=str(self.shard_id), lease=self.lease, sequences=sequences, left=left)


def sequence_of(log):
    return next(int(content.Value) for content in log.Contents if content.Key == 'sequence')


run_until_terminated(
    TellingProcessor,
    settings['member'],
    heartbeat_interval=settings['heartbeatSeconds'],
    # A thread for each shard: it fetches and processes in the same pool.
    worker_pool_size=16,
    auth_version=settings['signature'],
    region=settings['region'],
    accept_compress_type=settings['compression'],
)
tell(kind='stopped')
