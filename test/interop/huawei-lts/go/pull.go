package main

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"sort"
	"strings"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/def"
)

const shard = "0"

type onShard struct {
	LogGroup  string `json:"group_id"`
	LogStream string `json:"stream_id"`
	Shard     string `json:"shard_id"`
	From      string `json:"from"`
	Start     string `json:"start"`
	Limit     int32  `json:"limit"`
}

type cursorAnswer struct {
	Cursor         string `json:"cursor"`
	HttpStatusCode int    `json:"-"`
}

type pullAnswer struct {
	Next           int64 `json:"next"`
	HttpStatusCode int   `json:"-"`
	Logs           []struct {
		Labels map[string]json.RawMessage `json:"labels"`
	} `json:"logs"`
}

// Reads shard 0 of a log stream from its first log on, and writes one line for each into a file: shard, and what `canonical`
// says. The SDK has no call for it: it sends and reads what is described to it here.
func pullLogs() {
	var given struct {
		target
		LogGroupID  string `json:"logGroupId"`
		LogStreamID string `json:"logStreamId"`
		Out         string `json:"out"`
	}
	check(json.Unmarshal([]byte(os.Args[len(os.Args)-1]), &given))
	client := given.client()
	asked := onShard{LogGroup: given.LogGroupID, LogStream: given.LogStreamID, Shard: shard, From: "begin", Limit: 1000}
	cursor := sent[cursorAnswer](client, asked, "/cursor", "From")
	asked.Start = cursor.Cursor
	file, err := os.Create(given.Out)
	check(err)
	out := bufio.NewWriter(file)
	count := 0
	for {
		answer := sent[pullAnswer](client, asked, "", "Start", "Limit")
		if len(answer.Logs) == 0 {
			break
		}
		asked.Start = fmt.Sprint(answer.Next)
		for _, log := range answer.Logs {
			_, err := fmt.Fprintf(out, "%s|%s\n", shard, canonical(log.Labels))
			check(err)
			count++
		}
	}
	check(out.Flush())
	check(file.Close())
	tell(map[string]any{"kind": "pulled", "count": count})
}

func sent[Answer any](client *core.HcHttpClient, asked onShard, path string, query ...string) *Answer {
	call := def.NewHttpRequestDefBuilder().
		WithMethod(http.MethodGet).
		WithPath("/v2/{project_id}/groups/{group_id}/streams/{stream_id}/shards/{shard_id}" + path).
		WithResponse(new(Answer)).
		WithContentType("application/json")
	fields := map[string]string{"LogGroup": "group_id", "LogStream": "stream_id", "Shard": "shard_id"}
	for name, tag := range fields {
		call.WithRequestField(def.NewFieldDef().WithName(name).WithJsonTag(tag).WithLocationType(def.Path))
	}
	for _, name := range query {
		call.WithRequestField(def.NewFieldDef().WithName(name).WithJsonTag(strings.ToLower(name)).WithLocationType(def.Query))
	}
	answer, err := client.Sync(&asked, call.Build())
	check(err)
	return answer.(*Answer)
}

// The labels, in the order of what is written of them. A text is told from other JSON.
func canonical(labels map[string]json.RawMessage) string {
	var parts []string
	for name, raw := range labels {
		shown := "json " + digest(compact(raw))
		if raw[0] == '"' {
			var text string
			check(json.Unmarshal(raw, &text))
			shown = "text " + digest([]byte(text))
		}
		parts = append(parts, "label "+digest([]byte(name))+" "+shown)
	}
	sort.Strings(parts)
	return strings.Join(parts, "|")
}

func compact(raw json.RawMessage) []byte {
	var out bytes.Buffer
	check(json.Compact(&out, raw))
	return out.Bytes()
}

func digest(text []byte) string {
	return fmt.Sprintf("%d:%x", len(text), md5.Sum(text))[:len(fmt.Sprint(len(text)))+9]
}
