// The official Go SDK as a peer: `program COMMAND SETTINGS`, with the settings as JSON. Tells one JSON object a line, and
// fails with one line that says why.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	sls "github.com/aliyun/aliyun-log-go-sdk"
)

// What every command is told; each has more of its own.
type settings struct {
	Endpoint        string `json:"endpoint"`
	AccessKeyID     string `json:"accessKeyId"`
	SecretAccessKey string `json:"secretAccessKey"`
	Region          string `json:"region"`
	Signature       string `json:"signature"`
	Compression     string `json:"compression"`
	Project         string `json:"project"`
	Logstore        string `json:"logstore"`
}

func main() {
	commands := map[string]func(){"calls": runCalls, "put": putGroups, "pull": pullGroups, "produce": produce, "worker": work}
	go endWithParent()
	commands[os.Args[1]]()
}

// Whoever started us keeps our input open as long as it lives.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(1)
}

func read(given any) {
	check(json.Unmarshal([]byte(os.Args[len(os.Args)-1]), given))
}

func (given settings) client() sls.ClientInterface {
	credentials := sls.NewStaticCredentialsProvider(given.AccessKeyID, given.SecretAccessKey, "")
	client := sls.CreateNormalInterfaceV2(given.Endpoint, credentials)
	client.SetAuthVersion(given.authVersion())
	client.SetRegion(given.Region)
	client.SetRetryTimeout(10 * time.Second)
	return client
}

func (given settings) authVersion() sls.AuthVersionType {
	return sls.AuthVersionType(given.Signature)
}

func (given settings) compressType() int {
	return map[string]int{"lz4": sls.Compress_LZ4, "zstd": sls.Compress_ZSTD, "none": sls.Compress_None}[given.Compression]
}

var oneLineAtATime sync.Mutex

func tell(told map[string]any) {
	line, err := json.Marshal(told)
	check(err)
	oneLineAtATime.Lock()
	defer oneLineAtATime.Unlock()
	fmt.Printf("%s\n", line)
}

func check(err error) {
	if err == nil {
		return
	}
	var known *sls.Error
	if errors.As(err, &known) {
		err = fmt.Errorf("%s: %s", known.Code, known.Message)
	}
	fmt.Fprintln(os.Stderr, strings.Join(strings.Fields(err.Error()), " "))
	os.Exit(1)
}
