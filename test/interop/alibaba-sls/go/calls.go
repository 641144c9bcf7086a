package main

import (
	"encoding/json"
	"errors"
	"fmt"

	sls "github.com/aliyun/aliyun-log-go-sdk"
)

// One call of the client, with what it takes; most take a few of these.
type call struct {
	Name          string     `json:"name"`
	Project       string     `json:"project"`
	Logstore      string     `json:"logstore"`
	Description   string     `json:"description"`
	TTLDays       int        `json:"ttlDays"`
	Shards        int        `json:"shards"`
	MaxSplitShard int        `json:"maxSplitShards"`
	Shard         int        `json:"shard"`
	Key           string     `json:"key"`
	From          string     `json:"from"`
	Cursor        string     `json:"cursor"`
	FromSeconds   int64      `json:"fromSeconds"`
	ToSeconds     int64      `json:"toSeconds"`
	Query         string     `json:"query"`
	Line          int64      `json:"line"`
	Offset        int64      `json:"offset"`
	Reverse       bool       `json:"reverse"`
	Index         *sls.Index `json:"index"`
	Group         string     `json:"group"`
	Timeout       int        `json:"timeoutSeconds"`
	InOrder       bool       `json:"inOrder"`
	Consumer      string     `json:"consumer"`
	Held          []int      `json:"held"`
	Force         bool       `json:"force"`
}

// Makes the calls one after the other and tells what each answered; a refusal is an answer, too.
func runCalls() {
	var given struct {
		settings
		Calls []json.RawMessage `json:"calls"`
	}
	read(&given)
	client := given.client()
	for _, raw := range given.Calls {
		one := call{Project: given.Project, Logstore: given.Logstore}
		check(json.Unmarshal(raw, &one))
		answer, err := one.make(client)
		var refused *sls.Error
		if errors.As(err, &refused) {
			answer = map[string]any{"code": refused.Code, "status": refused.HTTPCode, "requestId": refused.RequestID}
			tell(map[string]any{"kind": "refused", "call": one.Name, "answer": answer})
			continue
		}
		check(err)
		tell(map[string]any{"kind": "answered", "call": one.Name, "answer": answer})
	}
}

func (c call) make(client sls.ClientInterface) (any, error) {
	switch c.Name {
	case "createProject":
		_, err := client.CreateProject(c.Project, c.Description)
		return nil, err
	case "getProject":
		found, err := client.GetProject(c.Project)
		if err != nil {
			return nil, err
		}
		return map[string]any{"name": found.Name, "description": found.Description, "status": found.Status}, nil
	case "listProjects":
		return client.ListProject()
	case "deleteProject":
		return nil, client.DeleteProject(c.Project)
	case "createLogstore":
		return nil, client.CreateLogStore(c.Project, c.Logstore, c.TTLDays, c.Shards, c.MaxSplitShard > 0, c.MaxSplitShard)
	case "getLogstore":
		found, err := client.GetLogStore(c.Project, c.Logstore)
		if err != nil {
			return nil, err
		}
		return map[string]any{
			"name": found.Name, "ttlDays": found.TTL, "shards": found.ShardCount, "maxSplitShards": found.MaxSplitShard,
			"autoSplit": found.AutoSplit,
		}, nil
	case "updateLogstore":
		return nil, client.UpdateLogStore(c.Project, c.Logstore, c.TTLDays, c.Shards)
	case "listLogstores":
		return client.ListLogStore(c.Project)
	case "deleteLogstore":
		return nil, client.DeleteLogStore(c.Project, c.Logstore)
	}
	return c.makeOnLogstore(client)
}

func (c call) makeOnLogstore(client sls.ClientInterface) (any, error) {
	switch c.Name {
	case "listShards":
		return shardsOf(client.ListShards(c.Project, c.Logstore))
	case "splitShard":
		return shardsOf(client.SplitShard(c.Project, c.Logstore, c.Shard, c.Key))
	case "mergeShards":
		return shardsOf(client.MergeShards(c.Project, c.Logstore, c.Shard))
	case "getCursor":
		return client.GetCursor(c.Project, c.Logstore, c.Shard, c.From)
	case "getCursorTime":
		at, err := client.GetCursorTime(c.Project, c.Logstore, c.Shard, c.Cursor)
		return at.Unix(), err
	case "getLogs":
		found, err := client.GetLogs(c.Project, c.Logstore, "", c.FromSeconds, c.ToSeconds, c.Query, c.Line, c.Offset, c.Reverse)
		if err != nil {
			return nil, err
		}
		return map[string]any{"complete": found.IsComplete(), "logs": found.Logs}, nil
	case "getHistograms":
		found, err := client.GetHistograms(c.Project, c.Logstore, "", c.FromSeconds, c.ToSeconds, c.Query)
		if err != nil {
			return nil, err
		}
		var stretches [][3]int64
		for _, one := range found.Histograms {
			stretches = append(stretches, [3]int64{one.From, one.To, one.Count})
		}
		return map[string]any{"complete": found.IsComplete(), "count": found.Count, "stretches": stretches}, nil
	case "createIndex":
		return nil, client.CreateIndex(c.Project, c.Logstore, *c.Index)
	case "getIndex":
		return client.GetIndex(c.Project, c.Logstore)
	case "updateIndex":
		return nil, client.UpdateIndex(c.Project, c.Logstore, *c.Index)
	case "deleteIndex":
		return nil, client.DeleteIndex(c.Project, c.Logstore)
	}
	return c.makeOnGroup(client)
}

func (c call) makeOnGroup(client sls.ClientInterface) (any, error) {
	group := sls.ConsumerGroup{ConsumerGroupName: c.Group, Timeout: c.Timeout, InOrder: c.InOrder}
	switch c.Name {
	case "createGroup":
		return nil, client.CreateConsumerGroup(c.Project, c.Logstore, group)
	case "updateGroup":
		return nil, client.UpdateConsumerGroup(c.Project, c.Logstore, group)
	case "deleteGroup":
		return nil, client.DeleteConsumerGroup(c.Project, c.Logstore, c.Group)
	case "listGroups":
		groups := []map[string]any{}
		found, err := client.ListConsumerGroup(c.Project, c.Logstore)
		for _, one := range found {
			groups = append(groups, map[string]any{
				"group": one.ConsumerGroupName, "timeoutSeconds": one.Timeout, "inOrder": one.InOrder,
			})
		}
		return groups, err
	case "heartbeat":
		return client.HeartBeat(c.Project, c.Logstore, c.Group, c.Consumer, c.Held)
	case "setCheckpoint":
		return nil, client.UpdateCheckpoint(c.Project, c.Logstore, c.Group, c.Consumer, c.Shard, c.Cursor, c.Force)
	case "getCheckpoints":
		points := []map[string]any{}
		found, err := client.GetCheckpoint(c.Project, c.Logstore, c.Group)
		for _, one := range found {
			points = append(points, map[string]any{
				"shard": one.ShardID, "cursor": one.CheckPoint, "savedBy": one.Consumer, "savedAtMicroseconds": one.UpdateTime,
			})
		}
		return points, err
	}
	return nil, fmt.Errorf("no call is named %q", c.Name)
}

func shardsOf(found []*sls.Shard, err error) (any, error) {
	shards := []map[string]any{}
	for _, one := range found {
		shards = append(shards, map[string]any{
			"id": one.ShardID, "status": one.Status, "beginKey": one.InclusiveBeginKey, "endKey": one.ExclusiveBeginKey,
		})
	}
	return shards, err
}
