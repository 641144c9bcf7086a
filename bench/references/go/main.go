// The official Go SDK as a candidate: decodes bodies as its own pull does. See lib/candidate.mjs for what is said on
// stdin and stdout.
//
// Arguments: folder, set, input (raw or lz4), job (parsed: every field as the SDK's consumer hands it out; maps: each log
// as a map; one: one field of each log), field.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	sls "github.com/aliyun/aliyun-log-go-sdk"
	"github.com/gogo/protobuf/proto"
	"github.com/pierrec/lz4/v4"
)

type runAnswer struct {
	Bytes   int     `json:"bytes"`
	Records int     `json:"records"`
	WallMs  float64 `json:"wallMs"`
	CPUMs   float64 `json:"cpuMs"`
}

func main() {
	folder, set, input, job, field := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
	bodies := loadBodies(folder, set)
	turn := 0
	requests := bufio.NewScanner(os.Stdin)
	answers := json.NewEncoder(os.Stdout)
	for requests.Scan() {
		words := strings.Fields(requests.Text())
		if words[0] == "verify" {
			answers.Encode(map[string]string{"checksum": verify(bodies, input, job, field)})
			continue
		}
		milliseconds, _ := strconv.ParseFloat(words[1], 64)
		answer := runAnswer{}
		start, cpu := time.Now(), cpuMs()
		for {
			body := bodies[turn%len(bodies)]
			turn++
			answer.Records += read(decode(body, input), job, field)
			answer.Bytes += len(body.raw)
			answer.CPUMs = cpuMs() - cpu
			if answer.CPUMs >= milliseconds {
				break
			}
		}
		answer.WallMs = time.Since(start).Seconds() * 1000
		answers.Encode(answer)
	}
}

func decode(body body, input string) *sls.LogGroupList {
	raw := body.raw
	if input == "lz4" {
		raw = make([]byte, len(body.raw))
		if size, err := lz4.UncompressBlock(body.lz4, raw); err != nil || size != len(raw) {
			panic(fmt.Sprint("a body is damaged: ", err))
		}
	}
	list := &sls.LogGroupList{}
	if err := proto.Unmarshal(raw, list); err != nil {
		panic(err)
	}
	return list
}

// What was read must go somewhere, or a compiler may leave the reading out.
var sink int
var lastMap map[string]string

func read(list *sls.LogGroupList, job, field string) int {
	records := 0
	for _, group := range list.LogGroups {
		records += len(group.Logs)
		switch job {
		case "maps":
			for _, log := range group.Logs {
				lastMap = toMap(log)
			}
		case "one":
			for _, log := range group.Logs {
				sink += len(find(log, field))
			}
		}
	}
	return records
}

func toMap(log *sls.Log) map[string]string {
	fields := make(map[string]string, len(log.Contents))
	for _, content := range log.Contents {
		fields[content.GetKey()] = content.GetValue()
	}
	return fields
}

func find(log *sls.Log, field string) string {
	for _, content := range log.Contents {
		if content.GetKey() == field {
			return content.GetValue()
		}
	}
	return ""
}

func cpuMs() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e6
}
