// The official general SDK for Go as a peer: `program COMMAND SETTINGS`, with the settings as JSON. Tells one JSON object a line,
// and fails with one line that says why.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/region"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/request"
	lts "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/lts/v2"
)

// Where a call goes, and as whom.
type target struct {
	Endpoint        string `json:"endpoint"`
	Region          string `json:"region"`
	ProjectID       string `json:"projectId"`
	AccessKeyID     string `json:"accessKeyId"`
	SecretAccessKey string `json:"secretAccessKey"`
	SecurityToken   string `json:"securityToken"`
	Signature       string `json:"signature"`
}

func main() {
	commands := map[string]func(){"calls": runCalls, "pull": pullLogs}
	commands[os.Args[1]]()
}

func (given target) client() *core.HcHttpClient {
	keys := basic.NewCredentialsBuilder().
		WithAk(given.AccessKeyID).WithSk(given.SecretAccessKey).WithProjectId(given.ProjectID)
	if given.SecurityToken != "" {
		keys.WithSecurityToken(given.SecurityToken)
	}
	derived := given.Signature == "V11"
	if derived {
		keys.WithDerivedPredicate(func(*request.DefaultHttpRequest) bool { return true })
	}
	credentials, err := keys.SafeBuild()
	check(err)
	builder := lts.LtsClientBuilder().WithCredential(credentials)
	if derived {
		// It signs for a region, and the client for LTS does not say which service it is.
		builder.WithDerivedAuthServiceName("lts").WithRegion(region.NewRegion(given.Region, given.Endpoint))
	} else {
		builder.WithEndpoint(given.Endpoint)
	}
	client, err := builder.SafeBuild()
	check(err)
	return client
}

func tell(told map[string]any) {
	line, err := json.Marshal(told)
	check(err)
	fmt.Printf("%s\n", line)
}

func check(err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, strings.Join(strings.Fields(err.Error()), " "))
	os.Exit(1)
}
