"""The SDK's own consumer, as one member of a group. Tells what it owns, handles and lets go of; stops on SIGTERM."""
import logging
import time

from tencentcloud.log.consumer import ConsumerProcessorBase

from group_worker import run_until_terminated
from told import settings, tell

logging.basicConfig(level=logging.WARNING)
leases = 0


class TellingProcessor(ConsumerProcessorBase):
    """One for each partition that it is given. Which one that is the SDK says with the first batch."""

    def __init__(self):
        global leases
        super(TellingProcessor, self).__init__()
        leases += 1
        self.lease = '{}#{}'.format(settings['member'], leases)
        self.offset_timeout = settings['checkpointEverySeconds']
        self.owns = False

    def process(self, log_groups, tracker):
        if not self.owns:
            self.owns = True
            tell(kind='owns', shard=name_of(tracker), lease=self.lease)
        sequences = [sequence_of(log) for group in log_groups for log in group.logs]
        middle = (len(sequences) + 1) // 2
        self.tell_handled(tracker, sequences[:middle], left=len(sequences) - middle)
        time.sleep(settings['workSeconds'])
        self.tell_handled(tracker, sequences[middle:], left=0)
        self.save_offset(tracker)

    def shutdown(self, tracker):
        super(TellingProcessor, self).shutdown(tracker)
        tell(kind='let-go', shard=name_of(tracker), lease=self.lease, reason='shutdown')

    def tell_handled(self, tracker, sequences, left):
        tell(kind='handled', shard=name_of(tracker), lease=self.lease, sequences=sequences, left=left)


def name_of(tracker):
    return '{}/{}'.format(tracker.topic_id, tracker.partition_id)


def sequence_of(log):
    return next((int(content.value) for content in log.contents if content.key == 'sequence'), None)


# A thread for each partition: it fetches and processes in the same pool.
run_until_terminated(TellingProcessor, worker_pool_size=16)
tell(kind='stopped')
