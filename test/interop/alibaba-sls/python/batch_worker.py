"""
The SDK's own consumer with one log group a batch, saving after each. Its processor throws on the batch that the settings name,
the first time that it sees it. Tells each batch that it was handed, and whether it was done; stops on SIGTERM.
"""
import logging

from aliyun.log.consumer import ConsumerProcessorBase

from group_worker import run_until_terminated
from told import settings, tell

logging.basicConfig(level=logging.WARNING)


class ThrowingProcessor(ConsumerProcessorBase):
    def __init__(self):
        super(ThrowingProcessor, self).__init__()
        self.batches = 0

    def process(self, log_groups, tracker):
        self.batches += 1
        texts = [content.Value for group in log_groups.LogGroups for log in group.Logs for content in log.Contents]
        if self.batches == settings.get('throwOnBatch'):
            tell(kind='thrown', records=texts)
            raise ValueError('the processor could not')
        tell(kind='done', records=texts)
        self.save_checkpoint(tracker, force=True)


run_until_terminated(ThrowingProcessor, 'python', heartbeat_interval=3, max_fetch_log_group_size=1)
