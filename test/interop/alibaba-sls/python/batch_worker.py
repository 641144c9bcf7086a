"""The SDK's own consumer with one log group a batch; see throwing_processor. Stops on SIGTERM."""
import logging

from aliyun.log.consumer import ConsumerProcessorBase

from group_worker import run_until_terminated
from throwing_processor import throwing_processor

logging.basicConfig(level=logging.WARNING)


def texts_of(log_groups):
    return [content.Value for group in log_groups.LogGroups for log in group.Logs for content in log.Contents]


run_until_terminated(
    throwing_processor(
        ConsumerProcessorBase,
        texts_of,
        save=lambda processor, tracker: processor.save_checkpoint(tracker, force=True),
    ),
    'python',
    heartbeat_interval=3,
    max_fetch_log_group_size=1,
)
