package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
)

// A question asks for one action of API 3.0, on the emulator at an address. Bodies are JSON in texts.
type question struct {
	Address string `json:"address"`
	Action  string `json:"action"`
	Body    string `json:"body"`
}

// The SDK makes of an answer whatever its user has a place for; this is the answer as it came.
type wholeAnswer struct {
	*tchttp.BaseResponse
	Response json.RawMessage
}

// Makes the calls that the parent asks for with the general SDK, until it is gone.
func answerCalls() {
	var given settings
	read(&given)
	questions := bufio.NewScanner(os.Stdin)
	questions.Buffer(nil, 16*1024*1024)
	for questions.Scan() {
		var asked question
		check(json.Unmarshal(questions.Bytes(), &asked))
		answer, err := given.call(asked)
		var refusal *tcerrors.TencentCloudSDKError
		if errors.As(err, &refusal) {
			tell(map[string]any{"kind": "refused", "code": refusal.Code, "message": refusal.Message})
			continue
		}
		check(err)
		tell(map[string]any{"kind": "answer", "body": string(answer)})
	}
}

func (given settings) call(asked question) ([]byte, error) {
	to := profile.NewClientProfile()
	to.HttpProfile.Scheme, to.HttpProfile.Endpoint = "HTTP", asked.Address
	client := common.NewCommonClient(common.NewCredential(given.AccessKeyID, given.SecretAccessKey), given.Region, to)
	request := tchttp.NewCommonRequest("cls", "2020-10-16", asked.Action)
	// Its own reader of JSON would make each number a double.
	var fields map[string]json.RawMessage
	check(json.Unmarshal([]byte(asked.Body), &fields))
	parameters := map[string]any{}
	for name, value := range fields {
		parameters[name] = value
	}
	check(request.SetActionParameters(parameters))
	answer := wholeAnswer{BaseResponse: &tchttp.BaseResponse{}}
	if err := client.Send(request, &answer); err != nil {
		return nil, err
	}
	return answer.Response, nil
}
