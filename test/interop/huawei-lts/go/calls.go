package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	lts "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/lts/v2"
)

type question struct {
	target
	// A method of the client by its name, and its request as JSON.
	Call   string `json:"call"`
	Fields string `json:"fields"`
}

// Answers questions until nobody asks any more.
func runCalls() {
	questions := bufio.NewReader(os.Stdin)
	for {
		line, err := questions.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		check(err)
		var asked question
		check(json.Unmarshal(line, &asked))
		tell(asked.answer())
	}
}

func (asked question) answer() map[string]any {
	method := reflect.ValueOf(lts.NewLtsClient(asked.client())).MethodByName(asked.Call)
	if !method.IsValid() {
		return map[string]any{"kind": "unknown"}
	}
	request := reflect.New(method.Type().In(0).Elem())
	check(json.Unmarshal([]byte(asked.Fields), request.Interface()))
	results := method.Call([]reflect.Value{request})
	err, _ := results[1].Interface().(error)
	var refusal *sdkerr.ServiceResponseError
	if errors.As(err, &refusal) {
		return map[string]any{
			"kind": "refused", "status": refusal.StatusCode, "code": refusal.ErrorCode, "message": refusal.ErrorMessage,
			"requestId": refusal.RequestId,
		}
	}
	if err != nil {
		check(fmt.Errorf("%s: %w", asked.Call, err))
	}
	answer, err := json.Marshal(results[0].Interface())
	check(err)
	status := results[0].Elem().FieldByName("HttpStatusCode").Int()
	return map[string]any{"kind": "answer", "status": status, "json": string(answer)}
}
