// The official Go SDKs as a peer: `program COMMAND SETTINGS`, with the settings as JSON. Tells one JSON object a line, and
// fails with one line that says why.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	cls "github.com/tencentcloud/tencentcloud-cls-sdk-go"
)

// What every command is told; each has more of its own.
type settings struct {
	Endpoint        string `json:"endpoint"`
	AccessKeyID     string `json:"accessKeyId"`
	SecretAccessKey string `json:"secretAccessKey"`
	Region          string `json:"region"`
	TopicID         string `json:"topicId"`
}

func main() {
	commands := map[string]func(){"api": answerCalls, "produce": produce, "put": putGroups}
	commands[os.Args[1]]()
}

func read(given any) {
	check(json.Unmarshal([]byte(os.Args[len(os.Args)-1]), given))
}

// The synchronous producer, which is handed whole log groups.
func (given settings) syncProducer(compression string) *cls.SyncProducerClient {
	config := cls.GetDefaultSyncProducerClientConfig()
	config.Endpoint, config.AccessKeyID, config.AccessKeySecret = given.Endpoint, given.AccessKeyID, given.SecretAccessKey
	config.CompressType = compression
	// Otherwise each group gets this machine's address.
	config.NeedSource = false
	producer, err := cls.NewSyncProducerClient(config)
	check(err)
	return producer
}

func tell(told map[string]any) {
	line, err := json.Marshal(told)
	check(err)
	fmt.Printf("%s\n", line)
}

func check(err error) {
	if err != nil {
		// One line: the SDK's own errors take several.
		fmt.Fprintln(os.Stderr, strings.Join(strings.Fields(err.Error()), " "))
		os.Exit(1)
	}
}
