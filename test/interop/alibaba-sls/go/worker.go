package main

import (
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"time"

	sls "github.com/aliyun/aliyun-log-go-sdk"
	consumer "github.com/aliyun/aliyun-log-go-sdk/consumer"
	"github.com/go-kit/kit/log"
	"github.com/go-kit/kit/log/level"
)

type workerSettings struct {
	settings
	Group                  string  `json:"group"`
	Member                 string  `json:"member"`
	HeartbeatSeconds       int     `json:"heartbeatSeconds"`
	TimeoutSeconds         int     `json:"timeoutSeconds"`
	CheckpointEverySeconds float64 `json:"checkpointEverySeconds"`
	WorkSeconds            float64 `json:"workSeconds"`
}

// The SDK's own consumer, as one member of a group. Tells what it owns, handles and lets go of; stops on SIGTERM.
func work() {
	var given workerSettings
	read(&given)
	worker := consumer.InitConsumerWorkerWithProcessor(consumer.LogHubConfig{
		Endpoint:                  given.Endpoint,
		AccessKeyID:               given.AccessKeyID,
		AccessKeySecret:           given.SecretAccessKey,
		Project:                   given.Project,
		Logstore:                  given.Logstore,
		ConsumerGroupName:         given.Group,
		ConsumerName:              given.Member,
		CursorPosition:            consumer.BEGIN_CURSOR,
		HeartbeatIntervalInSecond: given.HeartbeatSeconds,
		HeartbeatTimeoutInSecond:  given.TimeoutSeconds,
		DataFetchIntervalInMs:     100,
		AuthVersion:               given.authVersion(),
		Region:                    given.Region,
		CompressType:              given.compressType(),
		DisableRuntimeMetrics:     true,
		Logger:                    level.NewFilter(log.NewLogfmtLogger(log.NewSyncWriter(os.Stderr)), level.AllowWarn()),
	}, &tellingProcessor{given: given, held: map[int]*lease{}})
	stopping := make(chan os.Signal, 1)
	signal.Notify(stopping, syscall.SIGTERM)
	worker.Start()
	<-stopping
	worker.StopAndWait()
	tell(map[string]any{"kind": "stopped"})
}

// One for all shards; each shard has a goroutine of its own.
type tellingProcessor struct {
	given  workerSettings
	mutex  sync.Mutex
	held   map[int]*lease
	leases int
}

type lease struct {
	name    string
	savedAt time.Time
}

// The SDK does not say that a shard begins: its first pull does, which may hold nothing.
func (p *tellingProcessor) leaseOf(shard int) *lease {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	known := p.held[shard]
	if known == nil {
		p.leases++
		known = &lease{name: fmt.Sprintf("%s#%d", p.given.Member, p.leases)}
		p.held[shard] = known
		tell(map[string]any{"kind": "owns", "shard": strconv.Itoa(shard), "lease": known.name})
	}
	return known
}

func (p *tellingProcessor) Process(shard int, groups *sls.LogGroupList, tracker consumer.CheckPointTracker) (string, error) {
	lease := p.leaseOf(shard)
	sequences := sequencesOf(groups)
	if len(sequences) == 0 {
		return "", tracker.SaveCheckPoint(false)
	}
	middle := (len(sequences) + 1) / 2
	tellHandled(shard, lease, sequences[:middle], len(sequences)-middle)
	time.Sleep(time.Duration(p.given.WorkSeconds * float64(time.Second)))
	tellHandled(shard, lease, sequences[middle:], 0)
	now := time.Now()
	force := now.Sub(lease.savedAt).Seconds() >= p.given.CheckpointEverySeconds
	if force {
		lease.savedAt = now
	}
	return "", tracker.SaveCheckPoint(force)
}

func (p *tellingProcessor) Shutdown(tracker consumer.CheckPointTracker) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	shard := tracker.GetShardId()
	known := p.held[shard]
	delete(p.held, shard)
	if known == nil {
		return nil
	}
	err := tracker.SaveCheckPoint(true)
	tell(map[string]any{"kind": "let-go", "shard": strconv.Itoa(shard), "lease": known.name, "reason": "shutdown"})
	return err
}

func tellHandled(shard int, lease *lease, sequences []int, left int) {
	tell(map[string]any{
		"kind": "handled", "shard": strconv.Itoa(shard), "lease": lease.name, "sequences": sequences, "left": left,
	})
}

func sequencesOf(groups *sls.LogGroupList) []int {
	sequences := []int{}
	for _, group := range groups.LogGroups {
		for _, log := range group.Logs {
			for _, content := range log.Contents {
				if content.GetKey() == "sequence" {
					sequence, err := strconv.Atoi(content.GetValue())
					check(err)
					sequences = append(sequences, sequence)
				}
			}
		}
	}
	return sequences
}
