package main

import (
	"os"
	"strconv"
	"sync"
	"time"

	sls "github.com/aliyun/aliyun-log-go-sdk"
	consumer "github.com/aliyun/aliyun-log-go-sdk/consumer"
	"github.com/go-kit/kit/log"
	"github.com/go-kit/kit/log/level"
)

// Reads two fields of every record until it has seen them all, then stops.
func consume(given settings, startedAt time.Time) {
	var mutex sync.Mutex
	seen, checksum, wallMs := 0, uint32(0), 0.0
	everything := make(chan struct{})
	process := func(_ int, groups *sls.LogGroupList, tracker consumer.CheckPointTracker) (string, error) {
		records, sum := 0, uint32(0)
		for _, group := range groups.LogGroups {
			for _, log := range group.Logs {
				sum += numberOf(log)
				records++
			}
		}
		mutex.Lock()
		defer mutex.Unlock()
		checksum += sum
		if seen < given.Records && seen+records >= given.Records {
			wallMs = milliseconds(startedAt)
			close(everything)
		}
		seen += records
		return "", tracker.SaveCheckPoint(false)
	}
	worker := consumer.InitConsumerWorkerWithCheckpointTracker(consumer.LogHubConfig{
		Endpoint:              given.Endpoint,
		AccessKeyID:           given.Credentials.AccessKeyID,
		AccessKeySecret:       given.Credentials.SecretAccessKey,
		Project:               given.Project,
		Logstore:              given.Logstore,
		ConsumerGroupName:     given.Group,
		ConsumerName:          "go",
		CursorPosition:        consumer.BEGIN_CURSOR,
		DisableRuntimeMetrics: true,
		Logger:                level.NewFilter(log.NewLogfmtLogger(os.Stderr), level.AllowWarn()),
	}, process)
	worker.Start()
	<-everything
	worker.StopAndWait()
	tell(map[string]any{
		"records": seen, "checksum": checksum, "wallMs": wallMs, "cpuMs": cpuMs(), "peakRssBytes": peakRssBytes(),
	})
}

// What records.mjs adds of a record: the number in its message times the first letter of its level.
func numberOf(log *sls.Log) uint32 {
	var level, message string
	for _, content := range log.Contents {
		switch content.GetKey() {
		case "level":
			level = content.GetValue()
		case "msg":
			message = content.GetValue()
		}
	}
	number, err := strconv.ParseUint(message[4:12], 16, 32)
	check(err)
	return uint32(number) * uint32(level[0])
}
