package main

import (
	"bufio"
	"encoding/json"
	"os"
	"time"

	sls "github.com/aliyun/aliyun-log-go-sdk"
	"github.com/aliyun/aliyun-log-go-sdk/producer"
	"github.com/go-kit/kit/log"
	"github.com/go-kit/kit/log/level"
	"github.com/gogo/protobuf/proto"
)

// Hands the records of a file to the producer one by one: once to warm up, then as often as it is told.
func produce(given settings) {
	records := readRecords(given.File)
	sendAll(given, records, 1)
	startedAt, cpu := time.Now(), cpuMs()
	sendAll(given, records, given.Passes)
	tell(map[string]any{
		"records": len(records) * given.Passes, "wallMs": milliseconds(startedAt), "cpuMs": cpuMs() - cpu,
		"peakRssBytes": peakRssBytes(),
	})
}

// To the end of the last one: closing waits for what is under way.
func sendAll(given settings, records [][][2]string, passes int) {
	config := producer.GetDefaultProducerConfig()
	config.Endpoint = given.Endpoint
	config.CredentialsProvider = sls.NewStaticCredentialsProvider(given.Credentials.AccessKeyID, given.Credentials.SecretAccessKey, "")
	config.DisableRuntimeMetrics = true
	config.Logger = level.NewFilter(log.NewLogfmtLogger(os.Stderr), level.AllowWarn())
	made, err := producer.NewProducer(config)
	check(err)
	made.Start()
	for range passes {
		for _, record := range records {
			one := &sls.Log{Time: proto.Uint32(uint32(time.Now().Unix()))}
			for _, field := range record {
				one.Contents = append(one.Contents, &sls.LogContent{Key: proto.String(field[0]), Value: proto.String(field[1])})
			}
			check(made.SendLog(given.Project, given.Logstore, "", "10.0.0.1", one))
		}
	}
	made.SafeClose()
}

func readRecords(path string) [][][2]string {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	records := [][][2]string{}
	for decoder := json.NewDecoder(bufio.NewReader(file)); decoder.More(); {
		var record [][2]string
		check(decoder.Decode(&record))
		records = append(records, record)
	}
	return records
}
