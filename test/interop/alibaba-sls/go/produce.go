package main

import (
	"fmt"
	"os"

	sls "github.com/aliyun/aliyun-log-go-sdk"
	"github.com/aliyun/aliyun-log-go-sdk/producer"
	"github.com/go-kit/kit/log"
	"github.com/go-kit/kit/log/level"
)

type outcomes chan *producer.Result

func (o outcomes) Success(result *producer.Result) { o <- result }
func (o outcomes) Fail(result *producer.Result)    { o <- result }

// Hands every log of a file to the SDK's producer, one by one, and waits for what becomes of each.
func produce() {
	var given struct {
		settings
		Groups string `json:"groups"`
	}
	read(&given)
	config := producer.GetDefaultProducerConfig()
	config.Endpoint = given.Endpoint
	config.CredentialsProvider = sls.NewStaticCredentialsProvider(given.AccessKeyID, given.SecretAccessKey, "")
	config.AuthVersion, config.Region, config.CompressType = given.authVersion(), given.Region, given.compressType()
	config.LingerMs = 100
	config.Retries = 0
	config.GeneratePackId = true
	config.DisableRuntimeMetrics = true
	config.Logger = level.NewFilter(log.NewLogfmtLogger(log.NewSyncWriter(os.Stderr)), level.AllowWarn())
	made, err := producer.NewProducer(config)
	check(err)
	made.Start()
	groups := readGroups(given.Groups)
	count := 0
	for _, group := range groups {
		count += len(group.Logs)
	}
	done := make(outcomes, count)
	for _, group := range groups {
		topic, source := group.Topic.string, group.Source.string
		for _, one := range group.made().Logs {
			check(made.SendLogWithCallBack(given.Project, given.Logstore, topic, source, one, done))
		}
	}
	for range count {
		if result := <-done; !result.IsSuccessful() {
			check(fmt.Errorf("%s: %s", result.GetErrorCode(), result.GetErrorMessage()))
		}
	}
	made.SafeClose()
	tell(map[string]any{"kind": "produced", "count": count})
}
