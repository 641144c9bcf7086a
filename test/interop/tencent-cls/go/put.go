package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"

	cls "github.com/tencentcloud/tencentcloud-cls-sdk-go"
	"google.golang.org/protobuf/proto"
)

// Texts come in base64, which is how `[]byte` is read; one that is nil was not there.
type encodedGroup struct {
	PackageID []byte       `json:"packageId"`
	Filename  []byte       `json:"filename"`
	Source    []byte       `json:"source"`
	Hostname  []byte       `json:"hostname"`
	Tags      [][2][]byte  `json:"tags"`
	Logs      []encodedLog `json:"logs"`
}

type encodedLog struct {
	Time        int64       `json:"time,string"`
	CollectTime *int64      `json:"collectTime,string"`
	Contents    [][2][]byte `json:"contents"`
}

// Puts the uploads of a file, one after the other, in each compression in turn.
func putGroups() {
	var given struct {
		settings
		Uploads string `json:"uploads"`
	}
	read(&given)
	producers := []*cls.SyncProducerClient{
		given.syncProducer("lz4"), given.syncProducer("zstd"), given.syncProducer("deflate"),
	}
	file, err := os.Open(given.Uploads)
	check(err)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64*1024*1024)
	count := 0
	for ; lines.Scan(); count++ {
		var encoded []encodedGroup
		check(json.Unmarshal(lines.Bytes(), &encoded))
		var groups []*cls.LogGroup
		for _, group := range encoded {
			groups = append(groups, group.decoded())
		}
		check(producers[count%len(producers)].SendLogGroupList(context.Background(), given.TopicID, groups))
	}
	check(lines.Err())
	tell(map[string]any{"kind": "put", "count": count})
}

func (group encodedGroup) decoded() *cls.LogGroup {
	made := &cls.LogGroup{
		ContextFlow: text(group.PackageID),
		Filename:    text(group.Filename),
		Source:      text(group.Source),
		Hostname:    text(group.Hostname),
	}
	for _, tag := range group.Tags {
		made.LogTags = append(made.LogTags, &cls.LogTag{Key: text(tag[0]), Value: text(tag[1])})
	}
	for _, log := range group.Logs {
		one := &cls.Log{Time: proto.Int64(log.Time), CollectTime: log.CollectTime}
		for _, content := range log.Contents {
			one.Contents = append(one.Contents, &cls.Log_Content{Key: text(content[0]), Value: text(content[1])})
		}
		made.Logs = append(made.Logs, one)
	}
	return made
}

func text(encoded []byte) *string {
	if encoded == nil {
		return nil
	}
	return proto.String(string(encoded))
}
