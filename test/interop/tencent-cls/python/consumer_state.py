"""What the SDK's consumer is at: it tells nobody, so this looks into it."""
from tencentcloud.log.consumer.config import ConsumerStatus


def partitions_read(worker):
    """`topic:number` of each partition that it has read from, be it that nothing was there."""
    return {
        partition
        for partition, consumer in list(worker.partition_consumers.items())
        if consumer.consumer_status == ConsumerStatus.PROCESSING and consumer.last_success_fetch_time > 0
    }
