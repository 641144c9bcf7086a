"""
The SDK's own consumer with one log group a batch, saving after each. Its processor throws on the batch that the settings name,
the first time that it sees it. Tells each batch that it was handed, and whether it was done; stops on SIGTERM.
"""
import logging

from tencentcloud.log.consumer import ConsumerProcessorBase

from group_worker import run_until_terminated
from told import settings, tell

logging.basicConfig(level=logging.WARNING)


class ThrowingProcessor(ConsumerProcessorBase):
    def __init__(self):
        super(ThrowingProcessor, self).__init__()
        self.batches = 0

    def process(self, log_groups, tracker):
        self.batches += 1
        texts = [content.value for group in log_groups for log in group.logs for content in log.contents]
        if self.batches == settings.get('throwOnBatch'):
            tell(kind='thrown', records=texts)
            raise ValueError('the processor could not')
        tell(kind='done', records=texts)
        self.save_offset(tracker, force=True)


run_until_terminated(ThrowingProcessor, max_fetch_log_group_size=1)
