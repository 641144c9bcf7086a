"""The SDK's own consumer with one log group a batch; see throwing_processor. Stops on SIGTERM."""
import logging

from tencentcloud.log.consumer import ConsumerProcessorBase

from group_worker import run_until_terminated
from throwing_processor import throwing_processor

logging.basicConfig(level=logging.WARNING)


def texts_of(log_groups):
    return [content.value for group in log_groups for log in group.logs for content in log.contents]


run_until_terminated(
    throwing_processor(
        ConsumerProcessorBase,
        texts_of,
        save=lambda processor, tracker: processor.save_offset(tracker, force=True),
    ),
    max_fetch_log_group_size=1,
)
