package main

import (
	"fmt"
	"hash/crc32"

	sls "github.com/aliyun/aliyun-log-go-sdk"
)

// The checksum that all candidates work out alike: lib/checksum.mjs.
func verify(bodies []body, input, job, field string) string {
	var sum uint32
	records, fields := 0, 0
	for _, body := range bodies {
		for _, group := range decode(body, input).LogGroups {
			for _, log := range group.Logs {
				record := log.GetTime()
				for name, value := range fieldsOf(log, job, field) {
					record += crc32.ChecksumIEEE([]byte(name + "\x00" + value))
					fields++
				}
				sum = sum*31 + record
				records++
			}
		}
	}
	return fmt.Sprintf("%d records, %d fields, %08x", records, fields, sum)
}

func fieldsOf(log *sls.Log, job, field string) map[string]string {
	if job == "one" {
		return map[string]string{field: find(log, field)}
	}
	return toMap(log)
}
