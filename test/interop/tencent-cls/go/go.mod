module polylog/interop/tencent-cls

go 1.24

require (
	github.com/tencentcloud/tencentcloud-cls-sdk-go v1.0.14
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.209
	google.golang.org/protobuf v1.27.1
)

require (
	github.com/golang/protobuf v1.5.0 // indirect
	github.com/klauspost/compress v1.15.1 // indirect
	github.com/pierrec/lz4 v2.6.1+incompatible // indirect
	go.uber.org/atomic v1.9.0 // indirect
)
