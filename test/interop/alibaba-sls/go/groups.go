package main

import (
	"bufio"
	"crypto/md5"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	sls "github.com/aliyun/aliyun-log-go-sdk"
	"github.com/gogo/protobuf/proto"
)

// A text or bytes, as base64 in the files.
type text struct{ string }

func (t *text) UnmarshalJSON(raw []byte) error {
	var encoded string
	if err := json.Unmarshal(raw, &encoded); err != nil {
		return err
	}
	bytes, err := base64.StdEncoding.DecodeString(encoded)
	t.string = string(bytes)
	return err
}

type logGroup struct {
	Topic  text      `json:"topic"`
	Source text      `json:"source"`
	Tags   [][2]text `json:"tags"`
	Logs   []struct {
		Time     uint32    `json:"time"`
		Ns       *uint32   `json:"ns"`
		Contents [][2]text `json:"contents"`
	} `json:"logs"`
}

func (group logGroup) made() *sls.LogGroup {
	made := &sls.LogGroup{Topic: proto.String(group.Topic.string), Source: proto.String(group.Source.string)}
	for _, tag := range group.Tags {
		made.LogTags = append(made.LogTags, &sls.LogTag{Key: proto.String(tag[0].string), Value: proto.String(tag[1].string)})
	}
	for _, log := range group.Logs {
		one := &sls.Log{Time: proto.Uint32(log.Time), TimeNs: log.Ns}
		for _, content := range log.Contents {
			one.Contents = append(one.Contents, &sls.LogContent{
				Key: proto.String(content[0].string), Value: proto.String(content[1].string),
			})
		}
		made.Logs = append(made.Logs, one)
	}
	return made
}

func readGroups(path string) []logGroup {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	groups := []logGroup{}
	for decoder := json.NewDecoder(bufio.NewReaderSize(file, 1<<20)); decoder.More(); {
		var one logGroup
		check(decoder.Decode(&one))
		groups = append(groups, one)
	}
	return groups
}

// Puts the log groups of a file: the first into the first shard, the second into the second, and so on, over and over. Each
// shard gets its own in order, by its key.
func putGroups() {
	var given struct {
		settings
		Groups    string   `json:"groups"`
		BeginKeys []string `json:"beginKeys"`
	}
	read(&given)
	groups := readGroups(given.Groups)
	var lanes sync.WaitGroup
	for lane := range given.BeginKeys {
		lanes.Add(1)
		go func() {
			defer lanes.Done()
			client := given.client()
			for i := lane; i < len(groups); i += len(given.BeginKeys) {
				check(client.PostLogStoreLogsV2(given.Project, given.Logstore, &sls.PostLogStoreLogsRequest{
					LogGroup: groups[i].made(), HashKey: &given.BeginKeys[lane], CompressType: given.compressType(),
				}))
			}
		}()
	}
	lanes.Wait()
	tell(map[string]any{"kind": "put", "count": len(groups)})
}

// Reads every shard from its first log group on, and writes one line for each into a file: shard, and what canonical says.
func pullGroups() {
	var given struct {
		settings
		Shards int    `json:"shards"`
		Out    string `json:"out"`
	}
	read(&given)
	file, err := os.Create(given.Out)
	check(err)
	out := bufio.NewWriter(file)
	client := given.client()
	count := 0
	for shard := range given.Shards {
		cursor, err := client.GetCursor(given.Project, given.Logstore, shard, "begin")
		check(err)
		for {
			groups, meta, err := client.PullLogsWithQuery(&sls.PullLogRequest{
				Project: given.Project, Logstore: given.Logstore, ShardID: shard, Cursor: cursor,
				LogGroupMaxCount: 200, CompressType: given.compressType(),
			})
			check(err)
			if meta.NextCursor == cursor {
				break
			}
			cursor = meta.NextCursor
			for _, group := range groups.LogGroups {
				fmt.Fprintf(out, "%d|%s\n", shard, canonical(group))
				count++
			}
		}
	}
	check(out.Flush())
	check(file.Close())
	tell(map[string]any{"kind": "pulled", "count": count})
}

// Each text by its length and the start of its MD5; what was not told is an empty text, and a dash for nanoseconds.
func canonical(group *sls.LogGroup) string {
	parts := []string{"topic " + digest(group.GetTopic()), "source " + digest(group.GetSource())}
	for _, tag := range group.LogTags {
		parts = append(parts, "tag "+digest(tag.GetKey())+" "+digest(tag.GetValue()))
	}
	for _, log := range group.Logs {
		ns := "-"
		if log.TimeNs != nil {
			ns = fmt.Sprint(*log.TimeNs)
		}
		parts = append(parts, fmt.Sprintf("log %d %s", log.GetTime(), ns))
		for _, content := range log.Contents {
			parts = append(parts, "field "+digest(content.GetKey())+" "+digest(content.GetValue()))
		}
	}
	return strings.Join(parts, "|")
}

func digest(text string) string {
	return fmt.Sprintf("%d:%x", len(text), md5.Sum([]byte(text)))[:len(fmt.Sprint(len(text)))+9]
}
