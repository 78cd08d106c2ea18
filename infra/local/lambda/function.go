package lambda

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Function is one function as the template declares it, with the binary that is deployed for it.
type Function struct {
	Name           string
	Bootstrap      string        // path of the bootstrap binary, built for this machine
	Env            []string      // NAME=value; may also set AWS_REGION and credentials
	Timeout        time.Duration // of one invocation; 3 s when zero, as on AWS
	MaxConcurrency int           // environments at once; 10 when zero. More callers wait
	MemoryMB       int           // only told to the function, not enforced; 128 when zero
}

func (f Function) withDefaults() (Function, error) {
	if f.Name == "" || strings.ContainsAny(f.Name, "/ :") {
		return f, fmt.Errorf("lambda: %q is no function name", f.Name)
	}
	if f.Timeout < 0 || f.Timeout > 15*time.Minute || f.MaxConcurrency < 0 || f.MemoryMB < 0 {
		return f, fmt.Errorf("lambda: %s: timeout (at most 15 min), concurrency and memory must not be negative", f.Name)
	}
	if f.Timeout == 0 {
		f.Timeout = 3 * time.Second
	}
	if f.MaxConcurrency == 0 {
		f.MaxConcurrency = 10
	}
	if f.MemoryMB == 0 {
		f.MemoryMB = 128
	}
	bootstrap, err := executable(f.Bootstrap)
	if err != nil {
		return f, fmt.Errorf("lambda: %s: %w", f.Name, err)
	}
	f.Bootstrap = bootstrap
	return f, nil
}

// executable is the absolute path of a program that can be started.
func executable(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(abs)
	if err != nil {
		return "", fmt.Errorf("no bootstrap: %w", err)
	}
	if info.IsDir() || info.Mode()&0o111 == 0 {
		return "", fmt.Errorf("bootstrap %s is not executable", abs)
	}
	return abs, nil
}

// environ is all that the process sees of its surroundings. Nothing of the host's own environment gets in, or a
// function could work here by a variable that it does not have on AWS.
func (f Function) environ(api, stream string) []string {
	env := []string{
		"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=en_US.UTF-8", "TZ=:UTC",
		"AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1",
	}
	env = append(env, f.Env...)
	return append(env,
		"AWS_LAMBDA_RUNTIME_API="+api,
		"AWS_LAMBDA_FUNCTION_NAME="+f.Name,
		"AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE="+strconv.Itoa(f.MemoryMB),
		"AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
		"AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/"+f.Name,
		"AWS_LAMBDA_LOG_STREAM_NAME="+stream,
		"AWS_EXECUTION_ENV=AWS_Lambda_provided.al2023",
		"LAMBDA_TASK_ROOT="+filepath.Dir(f.Bootstrap),
		"LAMBDA_RUNTIME_DIR="+filepath.Dir(f.Bootstrap),
		"_HANDLER=bootstrap",
	)
}

// region is the one the function sees, which its ARN names too.
func (f Function) region() string {
	region := "us-east-1"
	for _, variable := range f.Env {
		if value, found := strings.CutPrefix(variable, "AWS_REGION="); found {
			region = value
		}
	}
	return region
}

func (f Function) arn() string {
	return "arn:aws:lambda:" + f.region() + ":000000000000:function:" + f.Name
}
