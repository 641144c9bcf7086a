package main

import (
	"context"
	"fmt"

	cls "github.com/tencentcloud/tencentcloud-cls-sdk-go"
	"google.golang.org/protobuf/proto"
)

type produceSettings struct {
	settings
	Compression string `json:"compression"`
	Groups      []struct {
		PackageID string      `json:"packageId"`
		Filename  string      `json:"filename"`
		Source    string      `json:"source"`
		Hostname  string      `json:"hostname"`
		Tags      [][2]string `json:"tags"`
		Logs      []log       `json:"logs"`
	} `json:"groups"`
	Async struct {
		Source   string `json:"source"`
		Hostname string `json:"hostname"`
		Logs     []log  `json:"logs"`
	} `json:"async"`
}

type log struct {
	Time        int64       `json:"time"`
	CollectTime int64       `json:"collectTime"`
	Contents    [][2]string `json:"contents"`
}

type outcomes chan *cls.Result

func (o outcomes) Success(result *cls.Result) { o <- result }
func (o outcomes) Fail(result *cls.Result)    { o <- result }

// Writes with both producers: the synchronous one, and the asynchronous one, which makes log groups itself.
func produce() {
	var given produceSettings
	read(&given)
	writeGroups(given)
	writeLogs(given)
}

func writeGroups(given produceSettings) {
	var groups []*cls.LogGroup
	for _, group := range given.Groups {
		made := &cls.LogGroup{
			Logs:        logs(group.Logs),
			ContextFlow: proto.String(group.PackageID),
			Filename:    proto.String(group.Filename),
			Source:      proto.String(group.Source),
			Hostname:    proto.String(group.Hostname),
		}
		for _, tag := range group.Tags {
			made.LogTags = append(made.LogTags, &cls.LogTag{Key: proto.String(tag[0]), Value: proto.String(tag[1])})
		}
		groups = append(groups, made)
	}
	check(given.syncProducer(given.Compression).SendLogGroupList(context.Background(), given.TopicID, groups))
}

func writeLogs(given produceSettings) {
	config := cls.GetDefaultAsyncProducerClientConfig()
	config.Endpoint, config.AccessKeyID, config.AccessKeySecret = given.Endpoint, given.AccessKeyID, given.SecretAccessKey
	config.CompressType = given.Compression
	config.Source, config.HostName = given.Async.Source, given.Async.Hostname
	config.LingerMs, config.Retries = 100, 0
	producer, err := cls.NewAsyncProducerClient(config)
	check(err)
	producer.Start()
	done := make(outcomes, 1)
	check(producer.SendLogList(given.TopicID, logs(given.Async.Logs), done))
	result := <-done
	if !result.IsSuccessful() {
		check(fmt.Errorf("%s: %s", result.GetErrorCode(), result.GetErrorMessage()))
	}
	check(producer.Close(10_000))
}

func logs(given []log) []*cls.Log {
	var made []*cls.Log
	for _, each := range given {
		one := &cls.Log{Time: proto.Int64(each.Time)}
		if each.CollectTime != 0 {
			one.CollectTime = proto.Int64(each.CollectTime)
		}
		for _, content := range each.Contents {
			one.Contents = append(one.Contents, &cls.Log_Content{Key: proto.String(content[0]), Value: proto.String(content[1])})
		}
		made = append(made, one)
	}
	return made
}
