// The official Go SDK's consumer and producer, as a user writes programs with them: `program consume SETTINGS` or `program
// produce SETTINGS`, with the settings as a JSON object. Prints a line of JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type settings struct {
	Endpoint    string `json:"endpoint"`
	Project     string `json:"project"`
	Logstore    string `json:"logstore"`
	Credentials struct {
		AccessKeyID     string `json:"accessKeyId"`
		SecretAccessKey string `json:"secretAccessKey"`
	} `json:"credentials"`
	// Of a consumer.
	Group   string `json:"group"`
	Records int    `json:"records"`
	// Of a producer.
	File   string `json:"file"`
	Passes int    `json:"passes"`
}

func main() {
	startedAt := time.Now()
	var given settings
	check(json.Unmarshal([]byte(os.Args[2]), &given))
	if os.Args[1] == "consume" {
		consume(given, startedAt)
	} else {
		produce(given)
	}
}

func tell(told map[string]any) {
	line, err := json.Marshal(told)
	check(err)
	fmt.Println(string(line))
}

func usage() syscall.Rusage {
	var used syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return used
}

func cpuMs() float64 {
	used := usage()
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e6
}

// Linux counts into Maxrss what the parent had when it started the process; what stands in /proc is its own.
func peakRssBytes() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return usage().Maxrss * 1024
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	check(err)
	return kib * 1024
}

func milliseconds(since time.Time) float64 { return time.Since(since).Seconds() * 1000 }

func check(err error) {
	if err != nil {
		panic(err)
	}
}
