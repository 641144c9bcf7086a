package main

import (
	"fmt"
	"os"
	"path/filepath"
)

type body struct{ raw, lz4 []byte }

func loadBodies(folder, set string) []body {
	bodies := []body{}
	for number := 0; ; number++ {
		path := filepath.Join(folder, fmt.Sprintf("%s-%d", set, number))
		raw, err := os.ReadFile(path + ".raw")
		if os.IsNotExist(err) && number > 0 {
			return bodies
		}
		if err != nil {
			panic(err)
		}
		compressed, err := os.ReadFile(path + ".lz4")
		if err != nil {
			panic(err)
		}
		bodies = append(bodies, body{raw, compressed})
	}
}
